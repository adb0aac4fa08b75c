import type { Selectable } from "kysely";
import type { z } from "zod";
import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { decodeCursor, type PageQuery, toPage } from "@/lib/core/page";
import type { BulkAction, BulkActionPage } from "@/lib/domain/bulk-actions/schema";
import { asTenant } from "@/lib/infra/db/as-tenant";
import type { BulkActions } from "@/lib/infra/db/types";

export const BULK_COLUMNS = [
  "id",
  "kind",
  "state",
  "total",
  "done",
  "failed",
  "problems",
  "createdAt",
  "startedAt",
  "endedAt",
] as const;

type Row = Pick<Selectable<BulkActions>, (typeof BULK_COLUMNS)[number]>;

/** An action's row as the API shows it. */
export const toBulkAction = (row: Row): BulkAction => ({
  ...row,
  // The column's check constraints hold these to the same words.
  kind: row.kind as BulkAction["kind"],
  state: row.state as BulkAction["state"],
  problems: row.problems as BulkAction["problems"],
  createdAt: row.createdAt.toISOString(),
  startedAt: row.startedAt?.toISOString() ?? null,
  endedAt: row.endedAt?.toISOString() ?? null,
});

/** One action with how far it is. Throws not_found. */
export const getBulkAction = (caller: Caller, id: string): Promise<BulkAction> =>
  asTenant(caller, async (tx) => {
    const row = await tx
      .selectFrom("bulkActions")
      .select(BULK_COLUMNS)
      .where("id", "=", id)
      .executeTakeFirst();
    if (!row) throw new AppError("not_found", "There is no such bulk action.");
    return toBulkAction(row);
  });

/** The tenant's actions, newest first. */
export const listBulkActions = (
  caller: Caller,
  query: PageQuery,
): Promise<z.infer<typeof BulkActionPage>> =>
  asTenant(caller, async (tx) => {
    const [before] = decodeCursor(query.cursor, 1) ?? [];
    let select = tx.selectFrom("bulkActions").select(BULK_COLUMNS);
    if (before) select = select.where("id", "<", before);
    const rows = await select
      .orderBy("id", "desc")
      .limit(query.limit + 1)
      .execute();
    return toPage(rows.map(toBulkAction), query.limit, ({ id }) => [id]);
  });
