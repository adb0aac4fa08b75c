import { type Kysely, sql } from "kysely";
import type { DB } from "@/lib/infra/db/types";

/** People whom one durable function advances in one transaction. */
export const BATCH = 50;
const CLAIM = 2000;

/** A batch that came to nothing, because its function died for good, is looked at again after this. */
const LEASE_MINUTES = 10;

/**
 * Claims everybody whose time has come, of every tenant, and writes one event a batch; how many were claimed. Claiming moves
 * `next_at` on, so two sweeps never claim the same person, and one that was forgotten comes up again.
 */
export const queueDue = async (db: Kysely<DB>, now: Date): Promise<number> => {
  let total = 0;
  for (let claimed = CLAIM; claimed === CLAIM; total += claimed) {
    const { rows } = await sql<{ n: number }>`
      with due as (
        select tenant_id, id from public.enrolments where next_at <= ${now}::timestamptz order by next_at limit ${CLAIM} for update skip locked),
      claimed as (
        update public.enrolments e set next_at = ${now}::timestamptz + make_interval(mins => ${LEASE_MINUTES}) from due
        where e.tenant_id = due.tenant_id and e.id = due.id returning e.tenant_id, e.id),
      numbered as (select tenant_id, id, (row_number() over (partition by tenant_id order by id) - 1) / ${BATCH} as batch from claimed),
      told as (
        insert into app.outbox (id, tenant_id, name, data)
        select app.uuidv7(), tenant_id, 'sequences/batch.due', jsonb_build_object('tenantId', tenant_id, 'enrolmentIds', jsonb_agg(id order by id))
        from numbered group by tenant_id, batch)
      select count(*)::int as n from claimed`.execute(db);
    claimed = rows[0]?.n ?? 0;
  }
  return total;
};
