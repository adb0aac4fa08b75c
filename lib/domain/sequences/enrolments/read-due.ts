import { sql } from "kysely";
import type { Position } from "@/lib/domain/sequences/advance";
import type { Tx } from "@/lib/infra/db/as-tenant";

/** A person in a sequence with what is known right before something would be done. */
export type DueRow = {
  tenantId: string;
  id: string;
  sequenceId: string;
  contactId: string;
  userId: string | null;
  subject: string;
  occurrence: number;
  version: number;
  arm: string | null;
  isHeldOut: boolean;
  step: number;
  dueAt: Date;
  enteredAt: Date;
  eventAt: Date | null;
  goalAt: Date | null;
  exitEvent: string | null;
  revision: number;
  scope: Record<string, unknown>;
  zone: string;
  email: string;
  name: string;
  locale: "en" | "de";
  properties: Record<string, unknown>;
  consentBasis: "opt-in" | "soft-opt-in" | "contract" | null;
  blocked: string | null;
  mailed: Date[];
  sent: string[];
};

/** Categories that count as marketing: the caps hold for them together. */
export const MARKETING = ["lifecycle", "product"] as const;

/**
 * Locks people of the caller's tenant who stand in live sequences, and reads what is known of them afterwards. The lock on
 * the contact comes first and in one order: two sequences that want to write to one person take turns, and the second
 * counts the first one's mail. Each row is looked up by its key, `limit 1`: without statistics of a table that has just
 * grown the planner would read all that the tenant has.
 */
export const readDue = async (tx: Tx, ids: readonly string[], now: Date): Promise<DueRow[]> => {
  const asked = sql`unnest(${[...ids]}::uuid[]) as asked (id)`;
  await sql`
    select from (
      select distinct e.contact_id from ${asked}
      cross join lateral (select contact_id from public.enrolments where id = asked.id limit 1) as e order by e.contact_id) as person
    cross join lateral (select from public.contacts where id = person.contact_id limit 1 for no key update) as locked`.execute(
    tx,
  );
  await sql`
    select from (select asked.id from ${asked} order by asked.id) as place
    cross join lateral (select from public.enrolments where id = place.id limit 1 for no key update) as locked`.execute(
    tx,
  );
  const { rows } = await sql<DueRow>`
    with here as materialized (
      select e.* from ${asked} cross join lateral (select * from public.enrolments where id = asked.id limit 1) as e
      where e.status = 'active'),
    live as materialized (
      select h.sequence_id, h.version, v.definition ->> 'category' as category
      from (select distinct sequence_id, version from here) as h
      join public.sequences s on s.id = h.sequence_id and s.status = 'live'
      join public.sequence_versions v on v.sequence_id = h.sequence_id and v.version = h.version),
    due as materialized (select * from here join live using (sequence_id, version)),
    answered as materialized (
      select * from app.why_not_mailed_each(array(select contact_id from due order by id), array(select category from due order by id)))
    select e.tenant_id, e.id, e.sequence_id, e.contact_id, e.subject, e.occurrence, e.version, e.arm, e.is_held_out, e.step, e.due_at,
      e.entered_at, e.event_at, e.goal_at, e.exit_event, e.revision, e.scope, coalesce(c.time_zone, t.time_zone) as zone,
      c.user_id, c.email, c.name, c.locale, c.properties, c.consent_basis, a.reason as blocked,
      coalesce((select array_agg(m.created_at) from public.mails m where m.contact_id = c.id and m.status <> 'skipped'
        and m.category = any(${[...MARKETING]}::text[]) and m.created_at > ${now}::timestamptz - interval '7 days'), '{}') as mailed,
      coalesce((select array_agg(m.step_key) from public.mails m where m.enrolment_id = e.id), '{}') as sent
    from due e
    join answered a on a.contact_id = e.contact_id and a.category = e.category
    cross join lateral (select * from public.contacts where id = e.contact_id limit 1) as c
    cross join (select time_zone from public.tenants where id = (select app.tenant_id())) as t
    order by e.id`.execute(tx);
  return rows;
};

/** Where a person stands, as `advance` takes it. */
export const positionOf = (row: DueRow): Position => ({
  enteredAt: row.enteredAt.getTime(),
  zone: row.zone,
  arm: row.arm,
  isHeldOut: row.isHeldOut,
  step: row.step,
  due: row.dueAt.getTime(),
});
