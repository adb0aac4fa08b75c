import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { decodeCursor, type PageQuery, toPage } from "@/lib/core/page";
import { COLUMNS, toInvitation } from "@/lib/domain/tenants/invitations/read";
import { asTenant } from "@/lib/infra/db/as-tenant";

/** Invitations of the caller's tenant in every state, newest first. */
export const listInvitations = (caller: Caller, { limit, cursor }: PageQuery) => {
  const [at = null, id = null] = decodeCursor(cursor, 2) ?? [];
  return asTenant(caller, async (tx) => {
    const { rows } = await sql<Parameters<typeof toInvitation>[0]>`
      select ${COLUMNS} from invitations i
      where ${id}::uuid is null
        or (date_trunc('milliseconds', i.created_at), i.id) < (${at}::timestamptz, ${id}::uuid)
      order by date_trunc('milliseconds', i.created_at) desc, i.id desc limit ${limit + 1}`.execute(
      tx,
    );
    return toPage(rows.map(toInvitation), limit, (row) => [row.createdAt, row.id]);
  });
};
