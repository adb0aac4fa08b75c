import { sql } from "kysely";
import type { z } from "zod";
import type { Caller } from "@/lib/core/caller";
import { decodeCursor, toPage } from "@/lib/core/page";
import { personIn } from "@/lib/domain/notifications/personal";
import type {
  Notification,
  NotificationPage,
  NotificationQuery,
} from "@/lib/domain/notifications/schema";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";

const UNREAD_MAX = 100;

/** How many notifications of a person are unread, counted up to 100. */
export const countUnread = async (tx: Tx, userId: string): Promise<number> => {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from (select from public.notifications
      where user_id = ${userId} and in_app and read_at is null limit ${UNREAD_MAX}) as unread`.execute(
    tx,
  );
  return rows[0]?.n ?? 0;
};

type Row = Omit<Notification, "readAt" | "createdAt"> & { readAt: Date | null; createdAt: Date };

const toNotification = ({ readAt, createdAt, ...row }: Row): Notification => ({
  ...row,
  readAt: readAt?.toISOString() ?? null,
  createdAt: createdAt.toISOString(),
});

/** The caller's own notifications of this tenant, newest first. Throws forbidden for callers that are no person. */
export const listNotifications = (
  caller: Caller,
  { unread, kind, limit, cursor }: NotificationQuery,
): Promise<z.infer<typeof NotificationPage>> =>
  asTenant(caller, async (tx) => {
    const userId = personIn(caller);
    const [before] = decodeCursor(cursor, 1) ?? [];
    const conditions = [
      sql`user_id = ${userId} and in_app`,
      before && sql`id < ${before}`,
      unread === "true" && sql`read_at is null`,
      kind && sql`kind = ${kind}`,
    ].filter((condition) => typeof condition === "object");
    const { rows } = await sql<Row>`
      select id, kind, title, body, link, read_at, created_at from public.notifications
      where ${sql.join(conditions, sql` and `)} order by id desc limit ${limit + 1}`.execute(tx);
    const page = toPage(rows.map(toNotification), limit, ({ id }) => [id]);
    return { ...page, unread: await countUnread(tx, userId) };
  });
