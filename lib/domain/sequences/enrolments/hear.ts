import { sql } from "kysely";
import { AppError } from "@/lib/core/errors";
import { evaluate } from "@/lib/core/expression/expression";
import type { SequenceDefinition } from "@/lib/domain/sequences/definition";
import { readVersions } from "@/lib/domain/sequences/enrolments/version";
import type { Tx } from "@/lib/infra/db/as-tenant";

/** An event and whom it is about. */
export type Heard = {
  name: string;
  data: Record<string, unknown>;
  /** These people, or everybody the subject fits when null. */
  contactIds: readonly string[] | null;
  /** The subject it is about and everything below it; null when it is about the person alone. */
  subject: string | null;
};

/** Somebody who left this long ago has no goal to reach any more. */
const GOAL_DAYS = 90;

type Row = {
  tenantId: string;
  id: string;
  sequenceId: string;
  version: number;
  status: string;
  awaits: string | null;
  step: number;
  goalAt: Date | null;
};

const holds = (condition: string | undefined, event: Record<string, unknown>): boolean => {
  if (condition === undefined) return true;
  try {
    return evaluate(condition, { event }) === true;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
};

const meaningOf = ({ goal, exits, steps }: SequenceDefinition, row: Row, { name, data }: Heard) => {
  const step = steps[row.step];
  const isInside = row.status === "active" || row.status === "paused";
  return {
    id: row.id,
    goal: row.goalAt === null && goal?.event === name && holds(goal.if, data),
    exit: isInside && exits.some((exit) => exit.event === name && holds(exit.if, data)),
    awaited:
      isInside &&
      row.awaits === name &&
      step?.type === "wait" &&
      step.event === name &&
      holds(step.if, data),
  };
};

/** Locks the people first, as deciding about them does (`read-due.ts`): the other way round the two could block each other. */
const lockHearing = async (tx: Tx, { name, contactIds, subject }: Heard): Promise<Row[]> => {
  const people = contactIds === null ? null : [...contactIds];
  const hearing = sql`public.enrolments e
    join public.sequence_versions v on v.sequence_id = e.sequence_id and v.version = e.version and ${name} = any(v.hears)
    where (${people}::uuid[] is null or e.contact_id = any(${people}::uuid[]))
      and (${subject}::text is null or e.subject = ${subject} or starts_with(e.subject, ${subject} || '/'))
      and (e.status in ('active', 'paused') or (e.goal_at is null and e.entered_at > now() - make_interval(days => ${GOAL_DAYS})))`;
  await sql`select from public.contacts where id in (select e.contact_id from ${hearing}) order by id for no key update`.execute(
    tx,
  );
  const { rows } = await sql<Row>`
    select e.tenant_id, e.id, e.sequence_id, e.version, e.status, e.awaits, e.step, e.goal_at from ${hearing}
    order by e.id for no key update of e`.execute(tx);
  return rows;
};

/**
 * Notes what an event means to the people inside sequences of the caller's tenant: a goal reached (also by those who left
 * lately and those held out), an exit, something a step waits for. Answers the enrolments still inside, which are to be
 * advanced in the same transaction. Hearing it again changes nothing.
 */
export const hearEvent = async (tx: Tx, heard: Heard, now: Date): Promise<string[]> => {
  if (heard.contactIds === null && heard.subject === null) return [];
  const rows = await lockHearing(tx, heard);
  if (rows.length === 0) return [];
  const definitionOf = await readVersions(tx, rows);
  const meanings = rows
    .map((row) => meaningOf(definitionOf(row), row, heard))
    .filter(({ goal, exit, awaited }) => goal || exit || awaited);
  if (meanings.length === 0) return [];
  const { rows: touched } = await sql<{ id: string }>`
    update public.enrolments e set
      goal_at = case when m.goal then ${now}::timestamptz else e.goal_at end,
      exit_event = case when m.exit then coalesce(e.exit_event, ${heard.name}) else e.exit_event end,
      event_at = case when m.awaited then ${now}::timestamptz else e.event_at end,
      next_at = case when e.status = 'active' and e.next_at is not null then ${now}::timestamptz else e.next_at end
    from jsonb_to_recordset(${JSON.stringify(meanings)}::text::jsonb) as m (id uuid, goal boolean, exit boolean, awaited boolean)
    where e.id = m.id returning e.id, e.status`.execute(tx);
  const inside = new Set(rows.filter(({ status }) => status === "active").map(({ id }) => id));
  return touched.map(({ id }) => id).filter((id) => inside.has(id));
};
