import type { Caller } from "@/lib/core/caller";
import { type Columns, exportPieces } from "@/lib/core/export/pieces";
import { listRuns } from "@/lib/domain/runs/list";
import type { RunExportQuery, RunItem } from "@/lib/domain/runs/schema";

const COLUMNS: Columns<RunItem> = [
  ["id", ({ id }) => id],
  ["workflow_id", ({ workflowId }) => workflowId],
  ["workflow", ({ workflowName }) => workflowName],
  ["version", ({ version }) => version],
  ["status", ({ status }) => status],
  ["started_by", ({ triggerKind }) => triggerKind],
  ["steps_done", ({ stepsDone }) => stepsDone],
  ["steps_total", ({ stepsTotal }) => stepsTotal],
  ["queued_at", ({ queuedAt }) => queuedAt],
  ["started_at", ({ startedAt }) => startedAt],
  ["ended_at", ({ endedAt }) => endedAt],
  ["duration_ms", ({ durationMs }) => durationMs],
  ["error_step", ({ error }) => error?.stepId ?? null],
  ["error_code", ({ error }) => error?.code ?? null],
  ["error_message", ({ error }) => error?.message ?? null],
  ["is_sample", ({ isDemo }) => isDemo],
];

/** The runs that match as pieces of a file; instants in ISO 8601 UTC, durations in milliseconds. */
export const exportRuns = (
  caller: Caller,
  { format, ...query }: RunExportQuery,
): AsyncGenerator<string> =>
  exportPieces(format, COLUMNS, (at) => listRuns(caller, { ...query, ...at }));
