"use client";

import { CircleAlert } from "lucide-react";
import { CodeEditor } from "@/app/_ui/code/code-editor";

/** Line and sentence of what keeps a text from being JSON. */
export type JsonMistake = { line: number; message: string };

const lineOf = (text: string, message: string) => {
  const line = /\bline (\d+)/.exec(message)?.[1];
  if (line) return Number(line);
  const at = /\bposition (\d+)/.exec(message)?.[1];
  return at ? text.slice(0, Number(at)).split("\n").length : 1;
};

/** A text as a JSON object, or what is wrong with it. */
export const readJsonObject = (
  text: string,
): { value: Record<string, unknown> } | { mistake: JsonMistake } => {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return { value: value as Record<string, unknown> };
    return { mistake: { line: 1, message: "Write an object in braces." } };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { mistake: { line: lineOf(text, reason), message: `This is not JSON: ${reason}.` } };
  }
};

type Props = {
  label: string;
  value: string;
  onChange: (text: string) => void;
  mistake?: JsonMistake;
};

/** A JSON object to edit, with its mistake marked and told. */
export const JsonField = ({ label, value, onChange, mistake }: Props) => (
  <div className="grid gap-1.5">
    <p className="font-medium text-sm">{label}</p>
    <CodeEditor
      label={label}
      value={value}
      onChange={onChange}
      marks={new Map(mistake ? [[mistake.line, [mistake.message]]] : [])}
    />
    <p role="status" className="min-h-5 text-failed text-sm">
      {mistake && (
        <span className="flex gap-1.5">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          Line {mistake.line}: {mistake.message}
        </span>
      )}
    </p>
  </div>
);
