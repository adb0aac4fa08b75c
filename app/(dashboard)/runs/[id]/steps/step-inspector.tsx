"use client";

import { History } from "lucide-react";
import type { Route } from "next";
import type { ReactNode } from "react";
import { Link } from "@/app/_ui/controls/link";
import { Tabs } from "@/app/_ui/controls/tabs";
import { ErrorBox } from "@/app/_ui/data/error-box";
import { StatusLabel } from "@/app/_ui/data/status";
import { Moment } from "@/app/_ui/time/moment";
import { WaitingNote } from "@/app/(dashboard)/approvals/waiting-note";
import { Attempts } from "@/app/(dashboard)/runs/[id]/steps/attempts";
import { StepItems } from "@/app/(dashboard)/runs/[id]/steps/step-items";
import { StepLogs } from "@/app/(dashboard)/runs/[id]/steps/step-logs";
import { StepValue } from "@/app/(dashboard)/runs/[id]/steps/step-value";
import type { RunDetail, RunStep } from "@/lib/domain/runs/schema";

type Props = { run: RunDetail; step: RunStep };

/** Everything about one step. A failed one opens at its error. */
export const StepInspector = ({ run, step }: Props) => (
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
    {step.reused && (
      <p className="mb-3 flex gap-2 rounded-md bg-queued-soft p-2.5 text-sm">
        <History aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
        <span>
          Taken over from{" "}
          {run.replayOf ? <RunLink id={run.replayOf}>the run before</RunLink> : "an earlier run"}.
          It was not performed again.
        </span>
      </p>
    )}
    {step.status === "waiting" && step.waitsUntil && (
      <p className="mb-3 rounded-md bg-waiting-soft p-2.5 text-sm">
        Goes on <Moment at={step.waitsUntil} ahead /> at the latest.
      </p>
    )}
    {step.status === "waiting" && (
      <div className="mb-3">
        <WaitingNote runId={run.id} stepId={step.id} />
      </div>
    )}
    <ChildRun step={step} />
    <Tabs
      key={`${step.id} ${step.error ? "error" : ""}`}
      label="About the step"
      initial={step.error ? "error" : step.items ? "items" : "output"}
      tabs={tabsOf(run, step)}
    />
  </section>
);

const tabsOf = (run: RunDetail, step: RunStep) => [
  ...(step.items
    ? [
        {
          id: "items",
          title: `Items (${step.items.total})`,
          body: <StepItems runId={run.id} step={step} items={step.items} />,
        },
      ]
    : []),
  {
    id: "input",
    title: "Input",
    body: <StepValue run={run} step={step} side="input" absent="No input was recorded." />,
  },
  {
    id: "output",
    title: "Output",
    body: (
      <StepValue run={run} step={step} side="output" absent={ABSENT[step.status] ?? "No output."} />
    ),
  },
  {
    id: "error",
    title: "Error",
    body: step.error ? <ErrorBox error={step.error} /> : <Note>No error.</Note>,
  },
  {
    id: "logs",
    title: step.logs.length > 0 ? `Logs (${step.logs.length})` : "Logs",
    body: <StepLogs step={step} />,
  },
  {
    id: "attempts",
    title: step.attempts > 1 ? `Attempts (${step.attempts})` : "Attempts",
    body: <Attempts step={step} />,
  },
];

const ABSENT: Partial<Record<RunStep["status"], string>> = {
  pending: "This step has not started.",
  running: "This step is still running.",
  waiting: "This step waits.",
  skipped: "This step was skipped: its condition was not met, or a step before it was skipped.",
  failed: "This step failed before it had an output.",
  cancelled: "The run was cancelled before this step was done.",
};

const Note = ({ children }: { children: ReactNode }) => <p className="text-muted">{children}</p>;

const RunLink = ({ id, children }: { id: string; children: ReactNode }) => (
  <Link href={`/runs/${id}` as Route} className="font-medium underline underline-offset-2">
    {children}
  </Link>
);

/** The way to the run that a step started. */
const ChildRun = ({ step: { childRunId } }: { step: RunStep }) =>
  childRunId && (
    <p className="mb-3 text-sm">
      <RunLink id={childRunId}>Open the run of the workflow that was called</RunLink>
    </p>
  );
