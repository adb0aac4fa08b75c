"use client";

import { useState } from "react";
import { ExpressionInput } from "@/app/_ui/expression/expression-input";

type Props = {
  value: unknown;
  name: string;
  wiring: { id: string; "aria-describedby"?: string; "aria-invalid"?: true };
  readOnly: boolean;
  onChange: (value: unknown) => void;
};

const read = (text: string): { value?: unknown; problem?: string } => {
  if (text.trim() === "") return { value: undefined };
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { problem: "This is not JSON yet; texts stand in double quotes." };
  }
};

const write = (value: unknown) => (value === undefined ? "" : JSON.stringify(value, null, 2));

/** Any JSON, with expressions in its texts. What cannot be read yet stays here and changes nothing. */
export const JsonInput = ({ value, name, wiring, readOnly, onChange }: Props) => {
  const [typed, setTyped] = useState<{ text: string; value: unknown }>();
  const isMine = typed !== undefined && typed.value === value;
  const text = isMine ? typed.text : write(value);
  const { problem } = read(text);
  const type = (next: string) => {
    const found = read(next);
    if (found.problem) return setTyped({ text: next, value });
    setTyped({ text: next, value: found.value });
    return onChange(found.value);
  };
  return (
    <div className="grid gap-1">
      <ExpressionInput
        wiring={{ ...wiring, ...(problem && { "aria-invalid": true as const }) }}
        label={name}
        mode="template"
        lines
        mono
        preview={false}
        readOnly={readOnly}
        value={text}
        onChange={type}
      />
      {problem && <p className="text-failed text-sm">{problem}</p>}
    </div>
  );
};
