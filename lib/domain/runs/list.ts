import { type Selectable, sql } from "kysely";
import { z } from "zod";
import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { decodeCursor, encodeCursor } from "@/lib/core/page";
import type { RunItem, RunPage, RunQuery } from "@/lib/domain/runs/schema";
import { findByFilter } from "@/lib/domain/runs/search/by-filter";
import { findByWords } from "@/lib/domain/runs/search/by-words";
import { asTenant } from "@/lib/infra/db/as-tenant";
import type { Runs } from "@/lib/infra/db/types";

const PLAIN = [
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
  "replayOf",
  "queuedAt",
  "startedAt",
  "endedAt",
] as const;

/** The columns of a run in lists, for select and returning. */
export const RUN_COLUMNS = [
  ...PLAIN,
  sql<string | null>`(app.business_keys(trigger))[1]`.as("externalId"),
] as const;

type Row = Pick<Selectable<Runs>, (typeof PLAIN)[number]> & { externalId: string | null };

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

const readId = (cursor: string): string => {
  if (z.uuid().safeParse(cursor).success) return cursor;
  throw new AppError("invalid_input", "The cursor is not one of ours.");
};

/**
 * Runs of the tenant, newest first unless the query says otherwise. What a page costs is bounded whatever is asked, so a page may be short before the last
 * one.
 */
export const listRuns = (caller: Caller, query: RunQuery): Promise<z.infer<typeof RunPage>> =>
  asTenant(caller, async (tx) => {
    const [cursor] = decodeCursor(query.cursor, 1) ?? [];
    const reached = cursor === undefined ? undefined : readId(cursor);
    const isSearch = query.q !== undefined || query.externalId !== undefined;
    const { ids, next } = await (isSearch ? findByWords : findByFilter)(tx, query, reached);
    const rows = await tx
      .selectFrom("runs")
      .select(RUN_COLUMNS)
      .where(sql<boolean>`id = any(${ids}::uuid[])`)
      .orderBy("id", query.order === "oldest" && !isSearch ? "asc" : "desc")
      .execute();
    return { data: rows.map(toRunItem), nextCursor: next && encodeCursor(next) };
  });
