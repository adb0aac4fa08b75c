import { type Kysely, sql } from "kysely";
import { uuidv7 } from "@/lib/core/ids";
import { nextTime } from "@/lib/domain/workflows/definition/schedule";
import type { DB } from "@/lib/infra/db/types";

type Due = { tenantId: string; workflowId: string; cron: string; timeZone: string; nextAt: Date };

const BATCH = 200;
const FAR = new Date("9999-01-01T00:00:00Z");

const takeDue = async (tx: Kysely<DB>, now: Date): Promise<Due[]> => {
  const { rows } = await sql<Due>`
    select s.tenant_id, s.workflow_id, s.cron, s.time_zone, s.next_at from public.schedules s
    join public.workflows w on w.tenant_id = s.tenant_id and w.id = s.workflow_id and w.status = 'live'
    where s.next_at <= ${now} order by s.next_at limit ${BATCH} for update of s skip locked`.execute(
    tx,
  );
  return rows;
};

// However many times were missed while nobody looked, the schedule runs once and goes on from now.
const startAll = async (tx: Kysely<DB>, due: Due[], now: Date): Promise<void> => {
  const rows = due.map(({ tenantId, workflowId, cron, timeZone, nextAt }) => ({
    tenant_id: tenantId,
    workflow_id: workflowId,
    run_id: uuidv7(),
    next_at: nextTime(cron, timeZone, now) ?? FAR,
    trigger: { scheduledAt: nextAt.toISOString() },
  }));
  await sql`
    with d as (select * from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as d
      (tenant_id uuid, workflow_id uuid, run_id uuid, next_at timestamptz, trigger jsonb)),
    moved as (
      update public.schedules s set last_at = s.next_at, next_at = d.next_at from d
      where s.tenant_id = d.tenant_id and s.workflow_id = d.workflow_id),
    run as (
      insert into public.runs (tenant_id, id, workflow_id, workflow_name, version, trigger_kind, trigger, is_demo, steps_total)
      select w.tenant_id, d.run_id, w.id, w.name, v.version, 'schedule', d.trigger, w.is_demo,
        jsonb_array_length(v.definition -> 'steps')
      from d join public.workflows w on w.tenant_id = d.tenant_id and w.id = d.workflow_id
      join public.workflow_versions v on v.tenant_id = w.tenant_id and v.workflow_id = w.id and v.version = w.live_version
      returning tenant_id, id, workflow_id)
    insert into app.outbox (id, tenant_id, name, data)
    select run.id, run.tenant_id, 'workflows/run.requested', jsonb_build_object('tenantId', run.tenant_id,
      'runId', run.id, 'workflowId', run.workflow_id,
      'priority', case t.plan when 'enterprise' then 300 when 'pro' then 120 when 'starter' then 60 else 0 end)
    from run join public.tenants t on t.id = run.tenant_id`.execute(tx);
};

/**
 * Queues one run for every schedule whose time has come and sets its next time; how many. Several sweeps at once share
 * the work, because each takes only rows that no other holds.
 */
export const startDue = async (db: Kysely<DB>, now: Date): Promise<number> => {
  let total = 0;
  for (let taken = BATCH; taken === BATCH; total += taken) {
    taken = await db.transaction().execute(async (tx) => {
      const due = await takeDue(tx, now);
      if (due.length > 0) await startAll(tx, due, now);
      return due.length;
    });
  }
  return total;
};
