"use client";

import { CircleAlert } from "lucide-react";
import { useEffect, useState } from "react";
import type { Mode } from "@/app/_ui/expression/complete";
import { useExpressionHelp } from "@/app/_ui/expression/help-context";
import { type Preview, preview } from "@/app/_ui/expression/preview";

const AFTER_MS = 200;
const SHOWN_MAX = 300;

const shown = (value: unknown): string => {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "null");
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX - 1)}…` : text;
};

/** What a text with expressions gives with the data at hand, or where it goes wrong. Nothing for plain text. */
export const ValuePreview = ({ text, mode }: { text: string; mode: Mode }) => {
  const { scope, source } = useExpressionHelp();
  const [state, setState] = useState<Preview & { text: string }>();
  const isPlain = mode === "template" ? !text.includes("{{") : text.trim() === "";
  useEffect(() => {
    if (isPlain) return;
    let current = true;
    const timer = setTimeout(() => {
      void preview(text, mode, scope ?? {}).then((found) => {
        if (current) setState({ ...found, text });
      });
    }, AFTER_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [text, mode, scope, isPlain]);
  if (isPlain || !state) return null;
  if (state.problem) return <Wrong text={state.text} {...state.problem} />;
  if (!scope)
    return (
      <p className="text-muted text-xs">
        Reads well. Run the workflow once, or pin sample data, to see its value here.
      </p>
    );
  return (
    <output className="flex min-w-0 gap-1.5 text-xs" title={`With the data of ${source}`}>
      <span aria-hidden className="text-faint">
        =
      </span>
      <span className="sr-only">Value: </span>
      <span className="line-clamp-3 min-w-0 break-words font-mono text-muted">
        {shown(state.value)}
      </span>
    </output>
  );
};

const AROUND = 24;

const Wrong = ({
  text,
  message,
  position,
}: {
  text: string;
  message: string;
  position?: number;
}) => (
  <div className="grid gap-0.5 text-failed text-xs">
    <p className="flex gap-1">
      <CircleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
      <span className="min-w-0 break-words">{message}</span>
    </p>
    {position !== undefined && text.length > 1 && (
      <p className="truncate pl-4.5 font-mono text-muted">
        {text.slice(Math.max(0, position - AROUND), position)}
        <span className="bg-failed-soft text-failed underline decoration-wavy underline-offset-2">
          {text.slice(position, position + 1) || " "}
        </span>
        {text.slice(position + 1, position + AROUND)}
      </p>
    )}
  </div>
);
