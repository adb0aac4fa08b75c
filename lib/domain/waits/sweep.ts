import { type Kysely, sql } from "kysely";
import type { DB } from "@/lib/infra/db/types";

const BATCH = 1000;

const inBatches = async (work: () => Promise<number>): Promise<number> => {
  let total = 0;
  for (let done = BATCH; done === BATCH; total += done) done = await work();
  return total;
};

/**
 * Closes waits whose run has ended or is gone; how many. Failing and cancelled runs close theirs themselves (`app.end_waits`),
 * so what is left are those of runs that succeeded without them.
 */
export const closeLeft = async (db: Kysely<DB>): Promise<number> => {
  const { rows } = await sql<{ n: number }>`
    with over as (
      select w.tenant_id, w.key, w.run_id from public.run_waits w
      left join public.runs r on r.tenant_id = w.tenant_id and r.id = w.run_id and r.ended_at is null
      where w.closed_at is null and r.id is null for update of w skip locked),
    asked as (
      update public.approvals a set status = 'cancelled' from over
      where a.tenant_id = over.tenant_id and a.key = over.key and a.status = 'pending'),
    closed as (
      update public.run_waits w set closed_at = now() from over
      where w.tenant_id = over.tenant_id and w.key = over.key returning 1)
    select count(*)::int as n from closed`.execute(db);
  return rows[0]?.n ?? 0;
};

/**
 * Wakes runs again whose wait was resolved, or is due, for half a minute and was not taken: the first call may have come
 * before the run was listening, or with an engine that forgot. The pause doubles each time. How many were woken.
 */
export const wakeAgain = (db: Kysely<DB>): Promise<number> =>
  inBatches(async () => {
    const { rows } = await sql<{ n: number }>`
      with due as (
        select tenant_id, key from public.run_waits
        where closed_at is null and coalesce(resolved_at, until) < now() - interval '30 seconds'
          and (told_at is null or told_at < now() - greatest(interval '50 seconds', told_at - coalesce(resolved_at, until)))
        order by coalesce(resolved_at, until) limit ${BATCH} for update skip locked),
      woken as (
        update public.run_waits w set told_at = now() from due
        where w.tenant_id = due.tenant_id and w.key = due.key returning w.tenant_id, w.run_id, w.key),
      told as (
        insert into app.outbox (id, tenant_id, name, data)
        select app.uuidv7(), tenant_id, 'workflows/wait.resolved',
          jsonb_build_object('tenantId', tenant_id, 'runId', run_id, 'key', key) from woken)
      select count(*)::int as n from woken`.execute(db);
    return rows[0]?.n ?? 0;
  });

/** Removes waits that were closed more than 13 weeks ago; nobody asks for them any more. How many. */
export const forgetOld = (db: Kysely<DB>): Promise<number> =>
  inBatches(async () => {
    const { numDeletedRows } = await db
      .deleteFrom("runWaits")
      .where(
        sql<boolean>`ctid in (select ctid from public.run_waits where closed_at < now() - interval '13 weeks' limit ${BATCH})`,
      )
      .executeTakeFirst();
    return Number(numDeletedRows);
  });
