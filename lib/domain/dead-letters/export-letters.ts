import type { Caller } from "@/lib/core/caller";
import { type Columns, exportPieces } from "@/lib/core/export/pieces";
import { listLetters } from "@/lib/domain/dead-letters/list";
import type { Letter, LetterExportQuery } from "@/lib/domain/dead-letters/schema";

const COLUMNS: Columns<Letter> = [
  ["id", ({ id }) => id],
  ["run_id", ({ runId }) => runId],
  ["workflow_id", ({ workflowId }) => workflowId],
  ["workflow", ({ workflowName }) => workflowName],
  ["version", ({ version }) => version],
  ["started_by", ({ triggerKind }) => triggerKind],
  ["state", ({ state }) => state],
  ["failed_at", ({ failedAt }) => failedAt],
  ["changed_at", ({ changedAt }) => changedAt],
  ["step", ({ stepId }) => stepId],
  ["code", ({ code }) => code],
  ["message", ({ message }) => message],
  ["hint", ({ hint }) => hint],
  ["group", ({ group }) => group],
  ["redriven_run_id", ({ redrivenRunId }) => redrivenRunId],
];

/** The dead letters that match as pieces of a file; instants in ISO 8601 UTC. */
export const exportLetters = (
  caller: Caller,
  { format, ...query }: LetterExportQuery,
): AsyncGenerator<string> =>
  exportPieces(format, COLUMNS, (at) => listLetters(caller, { ...query, ...at }));
