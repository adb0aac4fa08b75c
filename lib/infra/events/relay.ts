import { sql } from "kysely";
import { asSystem } from "@/lib/infra/db/as-system";
import { UNHEARD } from "@/lib/infra/events/catalogue";
import { inngest } from "@/lib/infra/events/client";

type Row = { id: string; name: string; data: object; createdAt: Date };

const BATCH = 400;

const take = (tx: ReturnType<typeof asSystem>) =>
  sql<Row>`delete from app.outbox where id in (select id from app.outbox order by id limit ${BATCH} for update skip locked)
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
        const heard = rows.filter(({ name }) => !UNHEARD.has(name));
        if (heard.length > 0) {
          await inngest.send(
            heard.map(({ id, name, data, createdAt }) => ({
              id,
              name,
              data,
              ts: createdAt.getTime(),
            })),
          );
        }
        return rows.length;
      });
  }
  return total;
};

let running: Promise<void> | undefined;
let again = false;

const loop = async () => {
  do {
    again = false;
    // What cannot be handed over now stays in the outbox; the sweep of the next minute takes it.
    await drainOutbox().catch(() => 0);
  } while (again);
  running = undefined;
};

/** Starts handing over without waiting for it; calls that arrive meanwhile share the next round. */
export const nudgeRelay = (): void => {
  if (running) again = true;
  else running = loop();
};

/** Settles when nothing is being handed over; a request keeps its process alive with `after(relayIdle)`. */
export const relayIdle = async (): Promise<void> => {
  await running;
};
