import { sql } from "kysely";
import { type Closed, closeWait } from "@/lib/domain/waits/close";
import { matches, type SeenEvent } from "@/lib/domain/waits/matches";
import { resolveWaits } from "@/lib/domain/waits/resolve";
import type { Tx } from "@/lib/infra/db/as-tenant";

const BATCH = 100;
const BATCHES = 100;

/** From when on events count: from the moment the wait was opened, or from the start of its run. */
export type Since = "wait" | "run start";

type Row = { id: string; name: string; data: unknown; receivedAt: Date };
type Wait = { tenantId: string; filter: string | null; scope: Record<string, unknown> };

const seen = ({ receivedAt, ...event }: Row): SeenEvent => ({
  ...event,
  receivedAt: receivedAt.toISOString(),
});

const openWaitOf = async (tx: Tx, key: string): Promise<Wait | undefined> => {
  const row = await tx
    .selectFrom("runWaits")
    .select(["tenantId", "filter", "scope"])
    .where("key", "=", key)
    .where("resolvedAt", "is", null)
    .executeTakeFirst();
  return row && { ...row, scope: row.scope as Wait["scope"] };
};

// An event's id carries the clock of the process that took it, so the partition's bound leaves room; the exact bound is
// the database's own clock on both sides.
const eventsSince = async (tx: Tx, key: string, since: Since, after: string | null) => {
  const { rows } = await sql<Row>`
    with wait as (
      select w.name, case when ${since} = 'wait' then w.opened_at else r.queued_at end as since
      from public.run_waits w join public.runs r on r.tenant_id = w.tenant_id and r.id = w.run_id where w.key = ${key})
    select e.id, e.name, e.data, e.received_at from wait, public.events e
    where e.name = wait.name and e.received_at >= wait.since
      and e.id > coalesce(${after}::uuid, app.uuidv7_floor(wait.since - interval '1 minute'))
    order by e.id limit ${BATCH}`.execute(tx);
  return rows;
};

/**
 * Looks for an event that was accepted before the wait could be seen, oldest first, and resolves the wait with it. Called
 * after the wait is committed: from then on every event finds the wait by itself. Reads at most 10,000 events.
 */
export const lookBack = async (tx: Tx, key: string, since: Since): Promise<void> => {
  const wait = await openWaitOf(tx, key);
  if (!wait) return;
  let after: string | null = null;
  for (let batch = 0; batch < BATCHES; batch++) {
    const rows: Row[] = await eventsSince(tx, key, since, after);
    const found = rows.find((row) => matches(wait, seen(row)));
    if (found) {
      const { tenantId } = wait;
      await resolveWaits(tx, { tenantId, keys: [key], resolution: { eventId: found.id } });
      return;
    }
    after = rows.at(-1)?.id ?? null;
    if (rows.length < BATCH) return;
  }
};

type Answer = { event: SeenEvent | null } & Pick<Closed, "timedOut">;

/** The event a wait ended with, null when its time was over; `again` when neither is so yet. */
export const closeEventWait = async (
  tx: Tx,
  key: string,
  now: Date,
): Promise<Answer | { again: true }> => {
  const closed = await closeWait(tx, key, now);
  if ("again" in closed) return closed;
  const { eventId } = closed.resolution;
  if (typeof eventId !== "string") return { event: null, timedOut: closed.timedOut };
  const row = await tx
    .selectFrom("events")
    .select(["id", "name", "data", "receivedAt"])
    .where("id", "=", eventId)
    .executeTakeFirst();
  return { event: row ? seen(row) : null, timedOut: false };
};
