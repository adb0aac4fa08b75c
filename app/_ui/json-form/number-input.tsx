"use client";

import { useState } from "react";
import type { JsonSchema } from "@/app/_ui/expression/known";

type Props = {
  schema: JsonSchema;
  value: unknown;
  wiring: { id: string; "aria-describedby"?: string; "aria-invalid"?: true };
  readOnly: boolean;
  onChange: (value: number | undefined) => void;
};

/** A number; empty means the field is not given. What is typed stays as typed. */
export const NumberInput = ({ schema, value, wiring, readOnly, onChange }: Props) => {
  const known = typeof value === "number" ? String(value) : "";
  const [text, setText] = useState(known);
  const shown = Number(text) === value && text !== "" ? text : known;
  return (
    <input
      {...wiring}
      type="text"
      inputMode="decimal"
      readOnly={readOnly}
      value={text !== "" && Number.isNaN(Number(text)) ? text : shown}
      placeholder={schema.default === undefined ? undefined : String(schema.default)}
      onChange={({ target }) => {
        setText(target.value);
        const next = target.value.trim() === "" ? undefined : Number(target.value);
        if (next === undefined || Number.isFinite(next)) onChange(next);
      }}
      onBlur={() => setText("")}
      className="tabular h-9 w-full rounded-md border border-line-strong bg-surface px-2.5 text-base hover:border-muted read-only:bg-hover aria-invalid:border-failed"
    />
  );
};
