import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { decodeCursor, toPage } from "@/lib/core/page";
import { CONTACT, type ContactRow, toContact } from "@/lib/domain/contacts/read";
import type { ContactQuery } from "@/lib/domain/contacts/schema";
import { asTenant } from "@/lib/infra/db/as-tenant";

/** The text as a pattern that finds it anywhere, its own wildcards taken as they are. */
const anywhere = (text: string) => `%${text.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`;

const REACHABLE = sql`c.consent_basis is not null and not exists (select from public.suppressions s
  where s.tenant_id = c.tenant_id and s.email = c.email and (s.until is null or s.until > now()))`;

/** Contacts of the caller's tenant, newest first. */
export const listContacts = (
  caller: Caller,
  { search, reachable, limit, cursor }: ContactQuery,
) => {
  const [at, id] = decodeCursor(cursor, 2) ?? [];
  const conditions = [
    at && sql`(date_trunc('milliseconds', c.created_at), c.id) < (${at}::timestamptz, ${id}::uuid)`,
    search && sql`(c.email like ${anywhere(search)} or lower(c.name) like ${anywhere(search)})`,
    reachable === "true" && REACHABLE,
    reachable === "false" && sql`not (${REACHABLE})`,
  ].filter((condition) => typeof condition === "object");
  const where = conditions.length > 0 ? sql`where ${sql.join(conditions, sql` and `)}` : sql``;
  return asTenant(caller, async (tx) => {
    const { rows } = await sql<ContactRow>`
      select ${CONTACT} from public.contacts c ${where}
      order by date_trunc('milliseconds', c.created_at) desc, c.id desc limit ${limit + 1}`.execute(
      tx,
    );
    return toPage(rows.map(toContact), limit, (row) => [row.createdAt, row.id]);
  });
};
