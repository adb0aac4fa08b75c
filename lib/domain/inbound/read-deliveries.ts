import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { decodeCursor, type PageQuery, toPage } from "@/lib/core/page";
import type { DeliveryDetail } from "@/lib/domain/inbound/schema";
import { asTenant } from "@/lib/infra/db/as-tenant";

const ITEM = [
  "id",
  "hookId",
  "workflowId",
  "runId",
  "key",
  "isWeakKey",
  "topic",
  "contentType",
  "bytes",
  "receivedAt",
] as const;

const present = <T extends { receivedAt: Date }>(row: T) => ({
  ...row,
  receivedAt: row.receivedAt.toISOString(),
});

/** Accepted deliveries, newest first, of all hooks or of one. */
export const listDeliveries = (
  caller: Caller,
  { limit, cursor, hookId }: PageQuery & { hookId?: string | undefined },
) =>
  asTenant(caller, async (tx) => {
    const after = decodeCursor(cursor, 1)?.[0];
    const rows = await tx
      .selectFrom("deliveries")
      .select(ITEM)
      .$if(hookId !== undefined, (query) => query.where("hookId", "=", hookId ?? ""))
      .$if(after !== undefined, (query) => query.where("id", "<", after ?? ""))
      .orderBy("id", "desc")
      .limit(limit + 1)
      .execute();
    return toPage(rows.map(present), limit, (row) => [row.id]);
  });

/** One delivery with its kept headers and its body as received. Throws not_found. */
export const getDelivery = (caller: Caller, id: string): Promise<DeliveryDetail> =>
  asTenant(caller, async (tx) => {
    const row = await tx
      .selectFrom("deliveries")
      .select([...ITEM, "headers", "body"])
      .where("id", "=", id)
      .executeTakeFirst();
    if (!row) throw new AppError("not_found", "There is no such delivery.");
    return { ...present(row), headers: row.headers as Record<string, string> };
  });
