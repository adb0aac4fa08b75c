import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { decodeCursor, type PageQuery, toPage } from "@/lib/core/page";
import { COLUMNS, type KeyRow, toApiKey } from "@/lib/domain/tenants/keys/read";
import { asTenant } from "@/lib/infra/db/as-tenant";

/** API keys of the caller's tenant, revoked ones too, newest first. */
export const listApiKeys = (caller: Caller, { limit, cursor }: PageQuery) => {
  const [at = null, id = null] = decodeCursor(cursor, 2) ?? [];
  return asTenant(caller, async (tx) => {
    const { rows } = await sql<KeyRow>`
      select ${COLUMNS} from api_keys k
      where ${id}::uuid is null
        or (date_trunc('milliseconds', k.created_at), k.id) < (${at}::timestamptz, ${id}::uuid)
      order by date_trunc('milliseconds', k.created_at) desc, k.id desc limit ${limit + 1}`.execute(
      tx,
    );
    return toPage(rows.map(toApiKey), limit, (row) => [row.createdAt, row.id]);
  });
};
