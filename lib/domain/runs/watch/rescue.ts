import { type Kysely, sql } from "kysely";
import { finishRun } from "@/lib/domain/runs/execution/finish";
import type { DB } from "@/lib/infra/db/types";

type Silent = {
  tenantId: string;
  runId: string;
  workflowId: string;
  status: string;
  rescues: number;
};

const BATCH = 200;
/** Silence beyond the longest step's own time-out; longer than any pause of a healthy engine. */
const SILENT = "5 minutes";
const ASKED_MAX = 3;
/** A for-each goes through its items in order, so the last ones tell whether it moves. */
const ITEMS_SEEN = 500;

export const LOST = {
  code: "lost",
  message:
    "Nothing was heard of this run any more, and asking for it again three times did not help. Replay it from where it stopped.",
};

// Runs that were left alone long enough to be looked at. Waiting ones are found by a wait that should be over, and queued
// ones, of which there may be any number, in portions: whoever was asked for makes room for the next.
const candidates = (now: Date) => {
  const before = sql`${now}::timestamptz - ${SILENT}::interval`;
  const old = sql`r.tenant_id = t.id and r.id < app.uuidv7_floor(${before}) and coalesce(r.rescued_at, r.queued_at) < ${before}`;
  return sql`
    select x.* from public.tenants t cross join lateral (
      (select r.tenant_id, r.id from public.runs r where r.status = 'running' and ${old})
      union all
      (select r.tenant_id, r.id from public.runs r where r.status = 'queued' and r.rescues < ${ASKED_MAX} and ${old}
       order by r.id limit ${BATCH})) as x
    union
    select s.tenant_id, s.run_id from public.run_steps s where s.status = 'waiting' and s.waits_until < ${before}`;
};

/**
 * Runs that should move and do not. The heartbeat is the last thing written about a run: its start, the begin or end of a
 * step, an attempt or an item, the last time it was asked for. A step that waits is no silence before the time it waits
 * for; one that waits for somebody without end never is.
 */
const findSilent = async (db: Kysely<DB>, now: Date): Promise<Silent[]> => {
  const { rows } = await sql<Silent>`
    select r.tenant_id, r.id as run_id, r.workflow_id, r.status, r.rescues
    from (${candidates(now)}) as c
    join public.runs r on r.tenant_id = c.tenant_id and r.id = c.id and r.status in ('queued', 'running', 'waiting')
    join public.workflow_versions v on v.tenant_id = r.tenant_id and v.workflow_id = r.workflow_id and v.version = r.version
    cross join lateral (
      select max(greatest(s.started_at, s.ended_at, (s.attempts -> -1 ->> 'startedAt')::timestamptz,
        (s.attempts -> -1 ->> 'endedAt')::timestamptz,
        case when s.status = 'waiting' then coalesce(s.waits_until, 'infinity') end)) as heard_at
      from public.run_steps s where s.tenant_id = r.tenant_id and s.run_id = r.id) as steps
    cross join lateral (
      select greatest(
        (select max(greatest(i.started_at, i.ended_at)) from (
          select i.started_at, i.ended_at from public.run_items i where i.tenant_id = r.tenant_id and i.run_id = r.id
          order by i.step_id desc, i.index desc limit ${ITEMS_SEEN}) as i),
        (select max(i.due_at) from public.run_items i
          where i.tenant_id = r.tenant_id and i.run_id = r.id and i.status = 'waiting')) as heard_at) as items
    where greatest(r.queued_at, r.started_at, r.rescued_at, steps.heard_at, items.heard_at) + (
        select make_interval(secs => coalesce(max(least(ms::numeric, 300000)), 30000)::double precision / 1000)
        from jsonb_path_query(v.definition, '$.steps[*].**.timeoutMs ? (@.type() == "number")') as ms)
      < ${now}::timestamptz - ${SILENT}::interval
    limit ${BATCH}`.execute(db);
  return rows;
};

// The engine keeps one run for one id, so asking for a run it still has changes nothing.
const askAgain = async (db: Kysely<DB>, silent: Silent[], now: Date): Promise<number> => {
  const asked = JSON.stringify(
    silent.map(({ tenantId, runId }) => ({ tenant_id: tenantId, id: runId })),
  );
  const { rows } = await sql`
    with asked as (
      update public.runs r set rescues = r.rescues + 1, rescued_at = ${now}
      from jsonb_to_recordset(${asked}::text::jsonb) as a (tenant_id uuid, id uuid)
      where r.tenant_id = a.tenant_id and r.id = a.id and r.status in ('queued', 'running', 'waiting')
        and coalesce(r.rescued_at, r.queued_at) < ${now}::timestamptz - ${SILENT}::interval
      returning r.tenant_id, r.id, r.workflow_id)
    insert into app.outbox (tenant_id, name, data)
    select tenant_id, 'workflows/run.requested', jsonb_build_object('tenantId', tenant_id, 'runId', id,
      'workflowId', workflow_id, 'priority', 0) from asked
    returning id`.execute(db);
  return rows.length;
};

const giveUp = async (db: Kysely<DB>, { tenantId, runId }: Silent): Promise<boolean> => {
  const ended = await finishRun(db, { tenantId, runId }, { status: "failed", error: LOST });
  if (!ended) return false;
  // Whatever of it may still be somewhere stops, and steps that were under way say that they did not end.
  await sql`
    with open as (
      update public.run_steps set status = 'cancelled', ended_at = now()
      where tenant_id = ${tenantId} and run_id = ${runId} and ended_at is null)
    insert into app.outbox (tenant_id, name, data) values (${tenantId}, 'workflows/run.cancelled',
      jsonb_build_object('tenantId', ${tenantId}::text, 'runId', ${runId}::text))`.execute(db);
  return true;
};

/**
 * Looks after runs nobody has heard of: asks the engine for them again, up to three times five minutes apart, then ends
 * those that had begun as failed with the code `lost`. Call it only while the engine answers. How many of each.
 */
export const rescueRuns = async (
  db: Kysely<DB>,
  now: Date,
): Promise<{ asked: number; lost: number }> => {
  const silent = await findSilent(db, now);
  const hopeless = silent.filter(({ rescues }) => rescues >= ASKED_MAX);
  const asked = await askAgain(
    db,
    silent.filter(({ rescues }) => rescues < ASKED_MAX),
    now,
  );
  let lost = 0;
  for (const run of hopeless) if (await giveUp(db, run)) lost += 1;
  return { asked, lost };
};
