import type { Caller } from "@/lib/core/caller";
import { CSV_MARK, csvLine } from "@/lib/core/csv";
import { listRuns } from "@/lib/domain/runs/list";
import type { RunExportQuery, RunItem } from "@/lib/domain/runs/schema";

/** More would be no file for people; the API's list has all of them. */
export const EXPORT_MAX = 50_000;

const PAGE = 500;

const COLUMNS: [name: string, of: (run: RunItem) => string | number | boolean | null][] = [
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

async function* pages(caller: Caller, { format: _, ...query }: RunExportQuery) {
  let cursor: string | undefined;
  for (let left = EXPORT_MAX; left > 0; ) {
    const page = await listRuns(caller, {
      ...query,
      limit: Math.min(PAGE, left),
      ...(cursor !== undefined && { cursor }),
    });
    yield page.data;
    if (page.nextCursor === null) return;
    left -= page.data.length;
    cursor = page.nextCursor;
  }
}

/**
 * The runs that match as text, a page at a time: CSV with a head line (UTF-8 with a mark, instants in ISO 8601 UTC,
 * durations in milliseconds), or one JSON array of runs as the list shows them. At most EXPORT_MAX runs. Each page is a
 * statement of its own, so what is under way may change between them.
 */
export async function* exportRuns(caller: Caller, query: RunExportQuery): AsyncGenerator<string> {
  if (query.format === "csv") {
    yield CSV_MARK + csvLine(COLUMNS.map(([name]) => name));
    for await (const runs of pages(caller, query))
      yield runs.map((run) => csvLine(COLUMNS.map(([, of]) => of(run)))).join("");
    return;
  }
  let before = "[\n";
  for await (const runs of pages(caller, query)) {
    // What is rare is looked for piece by piece, so a page may be empty before the last one.
    if (runs.length === 0) continue;
    yield before + runs.map((run) => JSON.stringify(run)).join(",\n");
    before = ",\n";
  }
  yield before === "[\n" ? "[]\n" : "\n]\n";
}
