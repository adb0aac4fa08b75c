import type { Selectable } from "kysely";
import type { z } from "zod";
import type { Caller } from "@/lib/core/caller";
import { decodeCursor, toPage } from "@/lib/core/page";
import { runsWhere } from "@/lib/domain/runs/filter";
import type { RunItem, RunPage, RunQuery } from "@/lib/domain/runs/schema";
import { asTenant } from "@/lib/infra/db/as-tenant";
import type { Runs } from "@/lib/infra/db/types";

export const RUN_COLUMNS = [
  "id",
  "workflowId",
  "workflowName",
  "version",
  "status",
  "triggerKind",
  "stepsTotal",
  "stepsDone",
  "error",
  "isDemo",
  "queuedAt",
  "startedAt",
  "endedAt",
] as const;

type Row = Pick<Selectable<Runs>, (typeof RUN_COLUMNS)[number]>;

/** A run's row as the API shows it. */
export const toRunItem = (row: Row): RunItem => ({
  ...row,
  // The column's check constraints hold these to the same words.
  status: row.status as RunItem["status"],
  triggerKind: row.triggerKind as RunItem["triggerKind"],
  error: row.error as RunItem["error"],
  queuedAt: row.queuedAt.toISOString(),
  startedAt: row.startedAt?.toISOString() ?? null,
  endedAt: row.endedAt?.toISOString() ?? null,
  durationMs: row.endedAt ? row.endedAt.getTime() - row.queuedAt.getTime() : null,
});

/** Runs of the tenant, newest first unless the query says otherwise. */
export const listRuns = (caller: Caller, query: RunQuery): Promise<z.infer<typeof RunPage>> =>
  asTenant(caller, async (tx) => {
    const [reached] = decodeCursor(query.cursor, 1) ?? [];
    const oldest = query.order === "oldest";
    let select = runsWhere(tx, query).select(RUN_COLUMNS);
    if (reached) select = select.where("id", oldest ? ">" : "<", reached);
    const rows = await select
      .orderBy("id", oldest ? "asc" : "desc")
      .limit(query.limit + 1)
      .execute();
    return toPage(rows.map(toRunItem), query.limit, ({ id }) => [id]);
  });
