"use client";

import { JsonField } from "@/app/_ui/json-form/json-field";
import { JsonForm } from "@/app/_ui/json-form/json-form";
import { Labelled } from "@/app/_ui/json-form/labelled";
import { Segments } from "@/app/_ui/json-form/segments";
import { useEditor } from "@/app/(dashboard)/workflows/[id]/editor/editor-context";

const RETRY = {
  properties: {
    maxAttempts: { type: "integer", title: "Attempts at most", default: 5 },
    backoff: { enum: ["exponential", "fixed"], title: "Pauses grow", default: "exponential" },
    initialMs: { type: "integer", title: "First pause, milliseconds", default: 1000 },
    maxMs: { type: "integer", title: "Longest pause, milliseconds", default: 300_000 },
  },
};

type Props = { path: readonly (string | number)[]; step: Record<string, unknown> };

/** How often the step at a path is tried, and how long an attempt may take. */
export const StepAttempts = ({ path, step }: Props) => {
  const { set, mayWrite } = useEditor();
  const retry = [...path, "retry"];
  return (
    <>
      <Labelled group path={retry} label="Attempts">
        {() => (
          <Segments
            label="Attempts"
            disabled={!mayWrite}
            value={step.retry === undefined ? "usual" : "own"}
            onChange={(next) => set(retry, next === "own" ? { maxAttempts: 5 } : undefined)}
            options={[
              { value: "usual", title: "As usual" },
              { value: "own", title: "Set by hand" },
            ]}
          />
        )}
      </Labelled>
      {step.retry !== undefined && (
        <div className="grid gap-4 border-line border-l-2 pl-3">
          <JsonForm schema={RETRY} path={retry} value={step.retry} />
        </div>
      )}
      <JsonField
        path={[...path, "timeoutMs"]}
        schema={{
          type: "integer",
          title: "Time-out, milliseconds",
          default: 30_000,
          description: "An attempt that takes longer is ended.",
        }}
        value={step.timeoutMs}
      />
    </>
  );
};
