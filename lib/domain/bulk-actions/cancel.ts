import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { audit } from "@/lib/domain/audit/record";
import { BULK_COLUMNS, toBulkAction } from "@/lib/domain/bulk-actions/read";
import type { BulkAction } from "@/lib/domain/bulk-actions/schema";
import { asTenant } from "@/lib/infra/db/as-tenant";

/**
 * Stops an action before its next batch; what it has done stays done. Cancelling a cancelled action changes nothing; one
 * that ended otherwise is a conflict.
 */
export const cancelBulkAction = (caller: Caller, id: string): Promise<BulkAction> =>
  asTenant(caller, async (tx) => {
    const cancelled = await tx
      .updateTable("bulkActions")
      .set({ state: "cancelled", endedAt: sql<Date>`now()` })
      .where("id", "=", id)
      .where("state", "in", ["queued", "running"])
      .returning(BULK_COLUMNS)
      .executeTakeFirst();
    if (cancelled) {
      await audit(tx, "bulk_action.cancel", { kind: "bulk_action", id });
      return toBulkAction(cancelled);
    }
    const action = await tx
      .selectFrom("bulkActions")
      .select(BULK_COLUMNS)
      .where("id", "=", id)
      .executeTakeFirst();
    if (!action) throw new AppError("not_found", "There is no such bulk action.");
    if (action.state !== "cancelled")
      throw new AppError("conflict", "The bulk action has ended already.");
    return toBulkAction(action);
  });
