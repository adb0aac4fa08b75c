import { sql } from "kysely";
import type { Entry } from "@/lib/domain/sequences/enrolments/decide";
import type { Tx } from "@/lib/infra/db/as-tenant";

/** What becomes of an enrolment, and the entries of its log that say why. Instants in milliseconds. */
export type Outcome = {
  id: string;
  /** The number of the last entry before these. */
  revision: number;
  version: number;
  arm: string | null;
  status: "active" | "paused" | "completed" | "exited";
  reason: string | null;
  step: number;
  dueAt: number;
  nextAt: number | null;
  awaits: string | null;
  /** The awaited event that came has been used up. */
  eventAt: number | null;
  goalAt: number | null;
  entries: (Entry & { mailId?: string })[];
};

const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

const rowsOf = (outcomes: readonly Outcome[]) =>
  outcomes.map(({ entries, dueAt, nextAt, eventAt, goalAt, ...outcome }) => ({
    ...outcome,
    dueAt: iso(dueAt),
    nextAt: iso(nextAt),
    eventAt: iso(eventAt),
    goalAt: iso(goalAt),
    last: outcome.revision + entries.length,
  }));

const logOf = (outcomes: readonly Outcome[]) =>
  outcomes.flatMap(({ id, revision, version, arm, entries }) =>
    entries.map(({ until, ...entry }, index) => ({
      ...entry,
      id,
      n: revision + 1 + index,
      version,
      arm,
      until: iso(until),
    })),
  );

/**
 * Writes what was decided about locked enrolments and why, in two statements whatever their number. The number of an entry
 * is part of its key, so that the same decision cannot be written twice.
 */
export const record = async (
  tx: Tx,
  outcomes: readonly Outcome[],
  { now, actor = "" }: { now: Date; actor?: string },
): Promise<void> => {
  if (outcomes.length === 0) return;
  const log = logOf(outcomes);
  if (log.length > 0)
    await sql`
      insert into public.enrolment_log (enrolment_id, n, at, what, step_key, reason, version, arm, until, mail_id, actor)
      select id, n, ${now}::timestamptz, what, "stepKey", left(reason, 300), version, arm, until, "mailId", ${actor}
      from jsonb_to_recordset(${JSON.stringify(log)}::text::jsonb) as l (id uuid, n int, what text, "stepKey" text, reason text,
        version int, arm text, until timestamptz, "mailId" uuid)`.execute(tx);
  await sql`
    update public.enrolments e set status = o.status, arm = o.arm, reason = left(o.reason, 300), version = o.version, step = o.step, due_at = o."dueAt",
      next_at = case when o.status = 'active' then o."nextAt" end, awaits = o.awaits, event_at = o."eventAt", goal_at = o."goalAt",
      ended_at = case when o.status in ('completed', 'exited') then coalesce(e.ended_at, ${now}::timestamptz) end, revision = o.last
    from jsonb_to_recordset(${JSON.stringify(rowsOf(outcomes))}::text::jsonb) as o (id uuid, status text, arm text, reason text, version int,
      step int, "dueAt" timestamptz, "nextAt" timestamptz, awaits text, "eventAt" timestamptz, "goalAt" timestamptz, last int)
    where e.id = o.id`.execute(tx);
};
