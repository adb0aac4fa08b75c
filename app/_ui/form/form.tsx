"use client";

import { CircleAlert } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { cn } from "@/app/_ui/cn";
import { asProblem, Problem } from "@/app/_ui/http/send";

type State = { pending: boolean; problemOf: (name: string) => string | undefined };

type Props = {
  /** Sends the form; a thrown `Problem` lands at its fields and in the summary. */
  onSubmit: (data: FormData) => Promise<void>;
  className?: string;
  label?: string;
  children: (state: State) => ReactNode;
};

/** A native form whose problems stand at the fields and are summed up at the top. */
export const Form = ({ onSubmit, className, label, children }: Props) => {
  const form = useRef<HTMLFormElement>(null);
  const summary = useRef<HTMLDivElement>(null);
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  useEffect(() => {
    if (problem) summary.current?.focus();
  }, [problem]);
  const submit = async (data: FormData) => {
    setPending(true);
    setProblem(undefined);
    await onSubmit(data).catch((error: unknown) => setProblem(inWords(error)));
    setPending(false);
  };
  const problemOf = (name: string) => problem?.issues.find(({ path }) => path === name)?.message;
  return (
    <form
      ref={form}
      aria-label={label}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!pending) void submit(new FormData(event.currentTarget));
      }}
      className={cn("grid gap-4", className)}
    >
      {problem && (
        <div
          ref={summary}
          role="alert"
          tabIndex={-1}
          className="flex gap-2 rounded-md bg-failed-soft p-3 text-sm text-failed outline-none"
        >
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          <div className="grid min-w-0 gap-1">
            <p className="font-medium">
              {problem.issues.length > 0 ? "Check what is marked below." : problem.message}
            </p>
            {problem.issues.map(({ path, message }) => (
              <button
                key={path + message}
                type="button"
                className="min-h-6 text-left underline underline-offset-2"
                onClick={() => focusField(form.current, path)}
              >
                {labelOf(form.current, path)}
                {message}
              </button>
            ))}
            {problem.requestId && problem.status >= 500 && (
              <p className="font-mono text-xs">Request {problem.requestId}</p>
            )}
          </div>
        </div>
      )}
      {children({ pending, problemOf })}
    </form>
  );
};

// The checker's own words for what was left empty or is no text; a field's own sentences stay.
const RAW = /^(Invalid input|Too small)/;

const inWords = (error: unknown): Problem => {
  const problem = asProblem(error);
  const issues = problem.issues.map((issue) =>
    RAW.test(issue.message) ? { ...issue, message: "Fill this in." } : issue,
  );
  return new Problem(problem.status, problem.code, problem.message, { ...problem, issues });
};

const labelOf = (form: HTMLFormElement | null, name: string): string => {
  const field = form?.elements.namedItem(name);
  const label = field instanceof HTMLInputElement ? field.labels?.[0]?.firstChild?.textContent : "";
  return label ? `${label}: ` : "";
};

const focusField = (form: HTMLFormElement | null, name: string) => {
  const field = form?.elements.namedItem(name);
  if (field instanceof HTMLElement) field.focus();
};

/** The text a form carries under `name`, trimmed; "" when it carries none. */
export const text = (data: FormData, name: string): string => {
  const value = data.get(name);
  return typeof value === "string" ? value.trim() : "";
};
