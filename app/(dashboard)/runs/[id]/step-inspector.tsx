"use client";

import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Tabs } from "@/app/_ui/controls/tabs";
import { JsonTree } from "@/app/_ui/data/json-tree";
import { StatusLabel } from "@/app/_ui/data/status";
import { formatDuration } from "@/app/_ui/time/format";
import { Moment } from "@/app/_ui/time/moment";
import type { RunStep } from "@/lib/domain/runs/schema";

/** Everything about one step. A failed one opens at its error. */
export const StepInspector = ({ step }: { step: RunStep }) => (
  <section
    aria-label={`Step ${step.name ?? step.id}`}
    className="min-w-0 rounded-lg border border-line bg-surface p-4"
  >
    <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
      <div className="min-w-0">
        <h2 className="truncate font-semibold text-lg">{step.name ?? step.id}</h2>
        <p className="font-mono text-muted text-xs">
          {step.id} · {step.type}
        </p>
      </div>
      <StatusLabel status={step.status} />
    </div>
    <Tabs
      key={`${step.id} ${step.error ? "error" : ""}`}
      label="About the step"
      initial={step.error ? "error" : "output"}
      tabs={[
        {
          id: "input",
          title: "Input",
          body: (
            <Value
              value={step.input}
              path={`steps.${step.id}.input`}
              absent="No input was recorded."
            />
          ),
        },
        {
          id: "output",
          title: "Output",
          body: (
            <Value
              value={step.output}
              path={`steps.${step.id}.output`}
              absent={ABSENT[step.status] ?? "No output."}
            />
          ),
        },
        { id: "error", title: "Error", body: <StepError step={step} /> },
        {
          id: "attempts",
          title: step.attempts > 1 ? `Attempts (${step.attempts})` : "Attempts",
          body: <Attempts step={step} />,
        },
      ]}
    />
  </section>
);

const ABSENT: Partial<Record<RunStep["status"], string>> = {
  pending: "This step has not started.",
  running: "This step is still running.",
  waiting: "This step waits.",
  skipped: "This step was skipped: its condition was not met, or a step before it was skipped.",
  failed: "This step failed before it had an output.",
  cancelled: "The run was cancelled before this step was done.",
};

const Value = ({ value, path, absent }: { value: unknown; path: string; absent: string }) =>
  value === null || value === undefined ? (
    <Note>{absent}</Note>
  ) : (
    <JsonTree value={value} path={path} />
  );

const Note = ({ children }: { children: ReactNode }) => <p className="text-muted">{children}</p>;

const StepError = ({ step: { error } }: { step: RunStep }) => {
  if (!error) return <Note>No error.</Note>;
  return (
    <div className="grid gap-2 rounded-md bg-failed-soft p-3 text-failed">
      <p className="flex gap-2 font-medium">
        <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
        <span className="min-w-0 break-words">{error.message}</span>
      </p>
      <p className="font-mono text-xs">{error.code}</p>
    </div>
  );
};

const Attempts = ({ step: { attemptLog } }: { step: RunStep }) => {
  if (attemptLog.length === 0) return <Note>No attempt was recorded.</Note>;
  return (
    <ol className="divide-y divide-line">
      {attemptLog.map(({ n, startedAt, endedAt, error }) => (
        <li key={n} className="grid gap-0.5 py-2 text-sm first:pt-0">
          <span className="flex justify-between gap-3">
            <span className="font-medium">
              Attempt {n}
              <span className={error ? "text-failed" : "font-normal text-muted"}>
                {error ? " failed" : endedAt ? " succeeded" : " under way"}
              </span>
            </span>
            <span className="tabular text-muted">
              {endedAt && formatDuration(Date.parse(endedAt) - Date.parse(startedAt))} ·{" "}
              <Moment at={startedAt} />
            </span>
          </span>
          {error && <span className="break-words text-muted">{error.message}</span>}
        </li>
      ))}
    </ol>
  );
};
