import { sql } from "kysely";
import type { Tx } from "@/lib/infra/db/as-tenant";

/** The customers that some enrolments are about; none unless the caller's tenant is a house, whatever a subject says. */
export const customersOf = async (tx: Tx, enrolmentIds: readonly string[]): Promise<string[]> => {
  const { rows } = await sql<{ id: string }>`
    select distinct split_part(e.subject, '/', 1) as id from public.enrolments e
    where e.id = any(${[...enrolmentIds]}::uuid[]) and e.subject <> ''
      and exists (select from public.products p where p.house_id = e.tenant_id)`.execute(tx);
  return rows.map(({ id }) => id);
};

/** The name and plan of the caller's own tenant, as its mails may mention them. */
export const ownTenant = async (tx: Tx): Promise<{ name: string; plan: string }> => {
  const { rows } = await sql<{ name: string; plan: string }>`
    select name, plan from public.tenants where id = (select app.tenant_id())`.execute(tx);
  return rows[0] ?? { name: "", plan: "" };
};
