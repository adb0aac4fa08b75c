import type { z } from "zod";
import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { decodeCursor, toPage } from "@/lib/core/page";
import type { StepItem, StepItemPage, StepItemQuery } from "@/lib/domain/runs/schema";
import { asTenant } from "@/lib/infra/db/as-tenant";

const COLUMNS = [
  "index",
  "key",
  "status",
  "attempts",
  "input",
  "output",
  "error",
  "dueAt",
  "startedAt",
  "endedAt",
] as const;

const placeOf = (cursor: string | undefined): number => {
  const [place] = decodeCursor(cursor, 1) ?? [];
  if (place === undefined) return -1;
  if (/^\d{1,9}$/.test(place)) return Number(place);
  throw new AppError("invalid_input", "The cursor is not one of ours.");
};

/** Items of a for-each step by place, those that have begun. Throws not_found when the run is not there. */
export const listItems = (
  caller: Caller,
  runId: string,
  stepId: string,
  { limit, cursor, status }: StepItemQuery,
): Promise<z.infer<typeof StepItemPage>> =>
  asTenant(caller, async (tx) => {
    const run = await tx
      .selectFrom("runs")
      .select("endedAt")
      .where("id", "=", runId)
      .executeTakeFirst();
    if (!run) throw new AppError("not_found", "There is no such run.");
    let select = tx
      .selectFrom("runItems")
      .select(COLUMNS)
      .where("runId", "=", runId)
      .where("stepId", "=", stepId)
      .where("index", ">", placeOf(cursor));
    if (status) select = select.where("status", "=", status);
    const rows = await select
      .orderBy("index")
      .limit(limit + 1)
      .execute();
    const items = rows.map(({ dueAt, startedAt, endedAt, ...row }): StepItem => {
      const isOpen = row.status === "running" || row.status === "waiting";
      return {
        ...row,
        // The column's check constraint holds it to the same words; what a run left open when it ended is cancelled.
        status: run.endedAt && isOpen ? "cancelled" : (row.status as StepItem["status"]),
        error: row.error as StepItem["error"],
        dueAt: dueAt?.toISOString() ?? null,
        startedAt: startedAt.toISOString(),
        endedAt: endedAt?.toISOString() ?? null,
      };
    });
    return toPage(items, limit, ({ index }) => [String(index)]);
  });
