import { type Kysely, sql } from "kysely";
import { uuidv7 } from "@/lib/core/ids";
import { nextTime, nextTimes } from "@/lib/domain/workflows/definition/schedule";
import type { DB } from "@/lib/infra/db/types";

type Due = {
  tenantId: string;
  workflowId: string;
  cron: string;
  timeZone: string;
  missed: "skip" | "run-once";
  nextAt: Date;
};

const BATCH = 200;
/** A run that starts later than this after its time is counted as late. */
export const LATE_MS = 120_000;
/** A time that nobody noticed for this long was missed. */
const MISSED_MS = 600_000;
const COUNTED_MAX = 100;
const FAR = new Date("9999-01-01T00:00:00Z");

const takeDue = async (tx: Kysely<DB>, until: Date): Promise<Due[]> => {
  const { rows } = await sql<Due>`
    select s.tenant_id, s.workflow_id, s.cron, s.time_zone, s.missed, s.next_at from public.schedules s
    join public.workflows w on w.tenant_id = s.tenant_id and w.id = s.workflow_id and w.status = 'live'
    where s.next_at <= ${until} order by s.next_at limit ${BATCH} for update of s skip locked`.execute(
    tx,
  );
  return rows;
};

// However many times passed while nobody looked, at most one run makes up for them, and the schedule goes on from now.
const settle = ({ tenantId, workflowId, cron, timeZone, missed, nextAt }: Due, now: Date) => {
  const lateMs = now.getTime() - nextAt.getTime();
  const further = lateMs < LATE_MS ? [] : nextTimes(cron, timeZone, nextAt, COUNTED_MAX);
  const passed = 1 + further.filter((at) => at <= now).length;
  const isSkipped = missed === "skip" && lateMs >= MISSED_MS;
  return {
    tenant_id: tenantId,
    workflow_id: workflowId,
    run_id: isSkipped ? null : uuidv7(),
    next_at: nextTime(cron, timeZone, now) ?? FAR,
    is_late: !isSkipped && lateMs >= LATE_MS,
    missed: isSkipped ? passed : passed - 1,
    trigger: { scheduledAt: nextAt.toISOString() },
  };
};

const startAll = async (tx: Kysely<DB>, due: Due[], now: Date): Promise<number> => {
  const rows = due.map((one) => settle(one, now));
  await sql`
    with d as (select * from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as d
      (tenant_id uuid, workflow_id uuid, run_id uuid, next_at timestamptz, is_late boolean, missed int, trigger jsonb)),
    moved as (
      update public.schedules s set next_at = d.next_at,
        last_at = case when d.run_id is null then s.last_at else s.next_at end,
        late_count = s.late_count + d.is_late::int,
        last_late_at = case when d.is_late then s.next_at else s.last_late_at end,
        missed_count = s.missed_count + d.missed,
        last_missed_at = case when d.missed > 0 then s.next_at else s.last_missed_at end
      from d
      where s.tenant_id = d.tenant_id and s.workflow_id = d.workflow_id),
    run as (
      insert into public.runs (tenant_id, id, workflow_id, workflow_name, version, trigger_kind, trigger, is_demo, steps_total)
      select w.tenant_id, d.run_id, w.id, w.name, v.version, 'schedule', d.trigger, w.is_demo,
        jsonb_array_length(v.definition -> 'steps')
      from d join public.workflows w on w.tenant_id = d.tenant_id and w.id = d.workflow_id
      join public.workflow_versions v on v.tenant_id = w.tenant_id and v.workflow_id = w.id and v.version = w.live_version
      where d.run_id is not null
      returning tenant_id, id, workflow_id),
    told as (
      insert into app.outbox (id, tenant_id, name, data)
      select app.uuidv7(), w.tenant_id, 'workflows/schedule.late', jsonb_build_object('tenantId', w.tenant_id,
        'workflowId', w.id, 'scheduledAt', d.trigger ->> 'scheduledAt', 'missed', d.missed)
      from d join public.workflows w on w.tenant_id = d.tenant_id and w.id = d.workflow_id
      where (d.is_late or d.missed > 0) and not w.is_demo)
    insert into app.outbox (id, tenant_id, name, data)
    select run.id, run.tenant_id, 'workflows/run.requested', jsonb_build_object('tenantId', run.tenant_id,
      'runId', run.id, 'workflowId', run.workflow_id,
      'priority', case t.plan when 'enterprise' then 300 when 'pro' then 120 when 'starter' then 60 else 0 end)
    from run join public.tenants t on t.id = run.tenant_id`.execute(tx);
  return rows.filter(({ run_id }) => run_id !== null).length;
};

/**
 * Queues one run for every schedule whose time came at least `overdueMs` ago and sets its next time; how many runs. Several
 * sweeps at once share the work, because each takes only rows that no other holds.
 */
export const startDue = async (db: Kysely<DB>, now: Date, overdueMs = 0): Promise<number> => {
  const until = new Date(now.getTime() - overdueMs);
  let total = 0;
  for (let taken = BATCH; taken === BATCH; ) {
    taken = await db.transaction().execute(async (tx) => {
      const due = await takeDue(tx, until);
      if (due.length > 0) total += await startAll(tx, due, now);
      return due.length;
    });
  }
  return total;
};
