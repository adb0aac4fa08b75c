import { type Kysely, sql } from "kysely";
import type { DB } from "@/lib/infra/db/types";

const BATCH = 200;

/** Queues a probe of every live trigger whose last one is an hour old, or ten minutes when it failed; how many. */
export const claimProbes = async (db: Kysely<DB>, now: Date): Promise<number> => {
  const { rows } = await sql`
    with due as (
      select p.tenant_id, p.workflow_id from public.probes p
      join public.workflows w on w.tenant_id = p.tenant_id and w.id = p.workflow_id and w.status = 'live'
      where p.due_at <= ${now} order by p.due_at limit ${BATCH} for update of p skip locked),
    put_off as (
      update public.probes p set due_at = ${now}::timestamptz + interval '10 minutes' from due
      where p.tenant_id = due.tenant_id and p.workflow_id = due.workflow_id)
    insert into app.outbox (tenant_id, name, data)
    select tenant_id, 'workflows/trigger.changed', jsonb_build_object('tenantId', tenant_id, 'workflowId', workflow_id)
    from due returning id`.execute(db);
  return rows.length;
};
