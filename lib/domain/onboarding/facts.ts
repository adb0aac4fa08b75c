import { sql } from "kysely";
import type { Item } from "@/lib/domain/onboarding/schema";
import type { Tx } from "@/lib/infra/db/as-tenant";

/**
 * SQL for the items that are done in the tenant `t.id`, as an array of their names. Samples do not count: the items are
 * about work of one's own. Every part stops at the first row it finds.
 */
export const doneItems = sql<string[]>`array_remove(array['account',
  case when exists (select from public.hooks h
    join public.workflows w on w.tenant_id = h.tenant_id and w.id = h.workflow_id and not w.is_demo
    where h.tenant_id = t.id and exists (select from public.deliveries d where d.tenant_id = h.tenant_id and d.hook_id = h.id))
    then 'webhook' end,
  case when exists (select from public.workflows w where w.tenant_id = t.id and w.live_version is not null and not w.is_demo)
    then 'publish' end,
  case when exists (select from public.runs r where r.tenant_id = t.id and r.status = 'succeeded' and not r.is_demo)
    then 'run' end,
  case when exists (select from public.invitations i where i.tenant_id = t.id)
    or (select count(*) from public.memberships m where m.tenant_id = t.id) > 1 then 'invite' end], null)`;

/** What is done in the caller's tenant, in one statement. */
export const readFacts = async (tx: Tx): Promise<Item[]> => {
  const { rows } = await sql<{ done: Item[] }>`
    select ${doneItems} as done from public.tenants t where t.id = (select app.tenant_id())`.execute(
    tx,
  );
  return rows[0]?.done ?? [];
};
