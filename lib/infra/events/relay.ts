import { sql } from "kysely";
import { asSystem } from "@/lib/infra/db/as-system";
import { inngest } from "@/lib/infra/events/client";

type Row = { id: string; name: string; data: object; createdAt: Date };

const BATCH = 400;

/** Not what somebody does this moment (`held.ts`). */
const IS_FREE = sql`(held_until is null or held_until <= now())`;

const take = (tx: ReturnType<typeof asSystem>) =>
  sql<Row>`delete from app.outbox where id in (
      select id from app.outbox where ${IS_FREE} order by id limit ${BATCH} for update skip locked)
    returning id, name, data, created_at`.execute(tx);

/**
 * Hands waiting outbox rows to the engine, oldest first, until none is left; returns how many. The rows disappear with
 * the commit that follows the engine's acknowledgement: dying in between hands them over again under the same ids.
 */
export const drainOutbox = async (): Promise<number> => {
  let total = 0;
  for (let taken = BATCH; taken === BATCH; total += taken) {
    taken = await asSystem("the relay serves every tenant")
      .transaction()
      .execute(async (tx) => {
        const { rows } = await take(tx);
        const events = rows.map(({ createdAt, ...row }) => ({ ...row, ts: createdAt.getTime() }));
        if (events.length > 0) await inngest.send(events);
        return rows.length;
      });
  }
  return total;
};

const isAnyWaiting = async (): Promise<boolean> => {
  const { rows } = await sql`select from app.outbox where ${IS_FREE} order by id limit 1`.execute(
    asSystem("the relay serves every tenant"),
  );
  return rows.length > 0;
};

let running: Promise<void> | undefined;
/** What was asked for since the round under way began. */
let asked: "nothing" | "look" | "drain" = "nothing";

const loop = async () => {
  while (asked !== "nothing") {
    const mayBeEmpty = asked === "look";
    asked = "nothing";
    // What cannot be handed over now stays in the outbox; the sweep of the next minute takes it.
    if (!mayBeEmpty || (await isAnyWaiting().catch(() => false)))
      await drainOutbox().catch(() => 0);
  }
  running = undefined;
};

/** Starts handing over without waiting for it; calls that arrive meanwhile share the next round. */
export const nudgeRelay = (): void => {
  asked = "drain";
  running ??= loop();
};

/** As `nudgeRelay` where most often nothing is to be handed over: a look costs a third of a round that finds nothing. */
export const lookAtOutbox = (): void => {
  if (asked === "nothing") asked = "look";
  running ??= loop();
};

/** Settles when nothing is being handed over; a request keeps its process alive with `after(relayIdle)`. */
export const relayIdle = async (): Promise<void> => {
  await running;
};
