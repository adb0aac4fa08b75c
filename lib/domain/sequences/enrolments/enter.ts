import { sql } from "kysely";
import { enter } from "@/lib/domain/sequences/advance";
import { armOf, isHeldOut } from "@/lib/domain/sequences/assign";
import type { SequenceDefinition } from "@/lib/domain/sequences/definition";
import type { Tx } from "@/lib/infra/db/as-tenant";

/** Who is to enter, what about, and what made them. */
export type Entrant = { contactId: string; subject: string };

export type Entry = {
  sequenceId: string;
  version: number;
  definition: SequenceDefinition;
  /** What made the people enter; the same thing enters a person once. ≤ 255 characters. */
  key: string;
  /** The event, as conditions and mails see it. */
  event: Record<string, unknown>;
  people: readonly Entrant[];
  now: Date;
  actor?: string;
};

/** People of one company share an arm: they talk to each other, and it is the company that reaches the goal. */
const assignedBy = ({ contactId, subject }: Entrant) => subject.split("/")[0] || contactId;

const zonesOf = async (tx: Tx, people: readonly Entrant[]): Promise<Map<string, string>> => {
  const { rows } = await sql<{ id: string; zone: string }>`
    select c.id, coalesce(c.time_zone, t.time_zone) as zone from public.contacts c join public.tenants t on t.id = c.tenant_id
    where c.id = any(${people.map(({ contactId }) => contactId)}::uuid[])`.execute(tx);
  return new Map(rows.map(({ id, zone }) => [id, zone]));
};

const placesOf = ({ definition, sequenceId, people, now }: Entry, zones: Map<string, string>) =>
  people.flatMap((person) => {
    const zone = zones.get(person.contactId);
    if (zone === undefined) return [];
    const by = assignedBy(person);
    const arm = definition.experiment ? armOf(definition.experiment, by) : null;
    const held = isHeldOut(sequenceId, definition.holdout, by);
    const given = { enteredAt: now.getTime(), zone, arm, isHeldOut: held };
    const { due } = enter(definition, given);
    return [{ ...person, arm, held, due: new Date(due).toISOString() }];
  });

/**
 * Lets people of the caller's tenant enter a live sequence, in two statements whatever their number; answers the new
 * enrolments. Who is inside already does not enter, nor who was before unless the document lets people come again, nor
 * anybody twice for the same key.
 */
export const enterSequence = async (tx: Tx, entry: Entry): Promise<string[]> => {
  const { sequenceId, version, definition, key, event, now, actor = "" } = entry;
  const places = placesOf(entry, await zonesOf(tx, entry.people));
  if (places.length === 0) return [];
  const [first] = definition.steps;
  const awaits = first?.type === "wait" ? first.event : null;
  const { rows } = await sql<{ id: string }>`
    with place as (
      select p.*, coalesce((select max(e.occurrence) from public.enrolments e
        where e.sequence_id = ${sequenceId}::uuid and e.contact_id = p."contactId" and e.subject = p.subject), 0) as before
      from jsonb_to_recordset(${JSON.stringify(places)}::text::jsonb) as p ("contactId" uuid, subject text, arm text, held boolean, due timestamptz)),
    entered as (
      insert into public.enrolments (sequence_id, contact_id, subject, occurrence, entry_key, version, arm, is_held_out, scope,
        due_at, next_at, awaits, entered_at)
      select ${sequenceId}::uuid, "contactId", subject, before + 1, ${key}, ${version}, arm, held,
        ${JSON.stringify({ event })}::text::jsonb, due, due, ${awaits}, ${now}::timestamptz
      from place where before = 0 or ${definition.entry.reentry === "after-end"}
      on conflict do nothing returning id, arm, is_held_out),
    told as (
      insert into public.enrolment_log (enrolment_id, n, at, what, reason, version, arm, actor)
      select id, 1, ${now}::timestamptz, 'enter', case when is_held_out then 'held out to measure the effect' end, ${version}, arm, ${actor}
      from entered)
    select id from entered`.execute(tx);
  return rows.map(({ id }) => id);
};
