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

/** Each order with an index: what follows a cursor's key, and the key of a row. Ids are in the order of coming. */
const ORDERS = {
  newest: { by: sql`c.id desc`, after: (id: string) => sql`c.id < ${id}::uuid`, key: "id" },
  oldest: { by: sql`c.id`, after: (id: string) => sql`c.id > ${id}::uuid`, key: "id" },
  email: { by: sql`c.email`, after: (email: string) => sql`c.email > ${email}`, key: "email" },
} as const;

/** Contacts of the caller's tenant, newest first unless the query says otherwise; with `ids` only those among them. */
export const listContacts = (
  caller: Caller,
  {
    ids,
    search,
    reachable,
    limit,
    cursor,
    sort = "newest",
  }: ContactQuery & {
    ids?: readonly string[] | undefined;
  },
) => {
  const order = ORDERS[sort];
  const [reached] = decodeCursor(cursor, 1) ?? [];
  const conditions = [
    reached && order.after(reached),
    ids && sql`c.id = any(${[...ids]}::uuid[])`,
    search && sql`(c.email like ${anywhere(search)} or lower(c.name) like ${anywhere(search)})`,
    reachable === "true" && REACHABLE,
    reachable === "false" && sql`not (${REACHABLE})`,
  ].filter((condition) => typeof condition === "object");
  const where = conditions.length > 0 ? sql`where ${sql.join(conditions, sql` and `)}` : sql``;
  return asTenant(caller, async (tx) => {
    const { rows } = await sql<ContactRow>`
      select ${CONTACT} from public.contacts c ${where}
      order by ${order.by} limit ${limit + 1}`.execute(tx);
    return toPage(rows.map(toContact), limit, (row) => [row[order.key]]);
  });
};
