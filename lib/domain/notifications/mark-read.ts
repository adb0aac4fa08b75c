import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { countUnread } from "@/lib/domain/notifications/list";
import { personIn } from "@/lib/domain/notifications/personal";
import type { ReadInput, ReadResult } from "@/lib/domain/notifications/schema";
import { asTenant } from "@/lib/infra/db/as-tenant";

/**
 * Marks the caller's own notifications as read or unread; ids that are not his are passed over. The answer's `readAt` takes
 * it back. Throws forbidden for callers that are no person.
 */
export const markRead = (
  caller: Caller,
  { ids, all, readAt, read }: ReadInput,
  now = new Date(),
): Promise<ReadResult> =>
  asTenant(caller, async (tx) => {
    const userId = personIn(caller);
    const meant = all
      ? sql`true`
      : ids
        ? sql`id = any (${ids}::uuid[])`
        : sql`read_at = ${readAt ?? null}::timestamptz`;
    const { rows } = await sql<{ n: number }>`
      with changed as (
        update public.notifications set read_at = ${read ? now : null}::timestamptz
        where user_id = ${userId} and in_app and (read_at is null) = ${read} and ${meant} returning 1)
      select count(*)::int as n from changed`.execute(tx);
    return {
      changed: rows[0]?.n ?? 0,
      readAt: read ? now.toISOString() : null,
      unread: await countUnread(tx, userId),
    };
  });
