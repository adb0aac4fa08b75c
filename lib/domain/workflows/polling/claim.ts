import { type Kysely, sql } from "kysely";
import type { DB } from "@/lib/infra/db/types";

const BATCH = 500;

/**
 * Gives every poll whose time has come a lease of five minutes and queues the asking; how many. A lease that ran out,
 * because whoever held it died, is given again. Sweeps at the same time share the work.
 */
export const claimPolls = async (db: Kysely<DB>, now: Date): Promise<number> => {
  let total = 0;
  for (let taken = BATCH; taken === BATCH; total += taken) {
    const { rows } = await sql`
      with due as (
        select p.tenant_id, p.workflow_id from public.polls p
        join public.workflows w on w.tenant_id = p.tenant_id and w.id = p.workflow_id and w.status = 'live'
        where p.next_at <= ${now} and (p.leased_until is null or p.leased_until <= ${now})
        order by p.next_at limit ${BATCH} for update of p skip locked),
      claimed as (
        update public.polls p set lease = gen_random_uuid(), leased_until = ${now}::timestamptz + interval '5 minutes'
        from due where p.tenant_id = due.tenant_id and p.workflow_id = due.workflow_id
        returning p.tenant_id, p.workflow_id, p.lease)
      insert into app.outbox (tenant_id, name, data)
      select tenant_id, 'workflows/poll.due',
        jsonb_build_object('tenantId', tenant_id, 'workflowId', workflow_id, 'lease', lease)
      from claimed returning id`.execute(db);
    taken = rows.length;
  }
  return total;
};
