"use client";

import { Calendar, Hand, type LucideIcon, Radio, RefreshCw, Webhook, Workflow } from "lucide-react";
import { StatusLabel } from "@/app/_ui/data/status";
import { RowLink, Table, Td, Th, Tr } from "@/app/_ui/data/table";
import { formatDuration } from "@/app/_ui/time/format";
import { Moment, useNow } from "@/app/_ui/time/moment";
import type { RunItem } from "@/lib/domain/runs/schema";

const TRIGGER: Record<RunItem["triggerKind"], { icon: LucideIcon; word: string }> = {
  webhook: { icon: Webhook, word: "Webhook" },
  manual: { icon: Hand, word: "By hand" },
  event: { icon: Radio, word: "Event" },
  schedule: { icon: Calendar, word: "Schedule" },
  polling: { icon: RefreshCw, word: "Polling" },
  workflow: { icon: Workflow, word: "Workflow" },
};

/** What started a run. */
export const TriggerLabel = ({ kind }: { kind: RunItem["triggerKind"] }) => {
  const { icon: Icon, word } = TRIGGER[kind];
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <Icon aria-hidden className="size-4 text-faint" />
      {word}
    </span>
  );
};

/** Runs as a table; `plain` leaves out the workflow, for tables inside one. */
export const RunTable = ({ runs, plain = false }: { runs: RunItem[]; plain?: boolean }) => (
  <Table
    label="Runs"
    head={
      <>
        <Th>State</Th>
        <Th>{plain ? "Started by" : "Workflow"}</Th>
        {!plain && <Th wide>Started by</Th>}
        <Th wide number>
          Steps
        </Th>
        <Th wide number>
          Duration
        </Th>
        <Th wide number>
          Queued
        </Th>
      </>
    }
  >
    {runs.map((run) => (
      <Tr key={run.id}>
        <Td>
          <StatusLabel status={run.status} />
        </Td>
        <Td className="w-full max-w-0">
          <span className="flex min-w-0 items-baseline gap-2">
            <RowLink href={`/runs/${run.id}`} className="truncate">
              {plain ? <TriggerLabel kind={run.triggerKind} /> : run.workflowName}
            </RowLink>
            <span className="shrink-0 text-muted text-xs">
              v{run.version}
              {run.isDemo && " · sample"}
            </span>
          </span>
          <span className="block truncate text-muted text-xs md:hidden">
            <Duration run={run} /> · <Moment at={run.queuedAt} />
          </span>
          {run.error && (
            <span className="block truncate text-failed text-xs">{run.error.message}</span>
          )}
        </Td>
        {!plain && (
          <Td wide className="text-muted">
            <TriggerLabel kind={run.triggerKind} />
          </Td>
        )}
        <Td wide number className="text-muted">
          {run.stepsDone}/{run.stepsTotal}
        </Td>
        <Td wide number>
          <Duration run={run} />
        </Td>
        <Td wide number className="text-muted">
          <Moment at={run.queuedAt} />
        </Td>
      </Tr>
    ))}
  </Table>
);

const Duration = ({ run: { durationMs, queuedAt } }: { run: RunItem }) =>
  durationMs === null ? <Since at={queuedAt} /> : formatDuration(durationMs);

const Since = ({ at }: { at: string }) => {
  const nowMs = useNow();
  return (
    <span suppressHydrationWarning className="text-running">
      {formatDuration(Math.max(0, nowMs - Date.parse(at)))}
    </span>
  );
};
