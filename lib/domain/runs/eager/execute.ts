import { AppError } from "@/lib/core/errors";
import { interpret } from "@/lib/domain/runs/execution/interpret";
import type { LoadedRun } from "@/lib/domain/runs/execution/journal";
import type { Durable, Surroundings } from "@/lib/domain/runs/execution/surroundings";
import { fromPostgres } from "@/lib/infra/db/errors";
import { release, whileHeld } from "@/lib/infra/events/held";
import { log } from "@/lib/infra/log/log";
import { span } from "@/lib/infra/trace/span";

/** After that no further effect begins here: the engine goes on. */
const LONGEST_MS = 10_000;

/** Why a run is not executed here any further. */
class LeftToEngine extends Error {
  override readonly name = "LeftToEngine";
}

/** The engine meets what nobody expected again, and tells of it. */
const note = (error: unknown): void => {
  if (error instanceof AppError || error instanceof LeftToEngine || fromPostgres(error)) return;
  log.warn({ err: error }, "a run is left to the engine");
};

/** What a brief run never asks for. */
const waiting = (): Promise<never> =>
  Promise.reject(new LeftToEngine("A run that waits is not executed here."));

const withoutEngine = (until: number): Durable => ({
  run: async (id, work) => {
    if (performance.now() > until) throw new LeftToEngine(`${id} begins too late.`);
    return work();
  },
  sleep: waiting,
  wait: waiting,
  race: waiting,
});

/**
 * Executes a run without the durable engine while the event that asks the engine for it is held back. The end of the run
 * deletes the event; whatever else happens leaves it to the engine, which goes on from the ledger: at once, when the next
 * attempt of a step is due, or, should this process die, when the time of the event is over. Never throws.
 */
export const executeEagerly = async <C>(
  run: LoadedRun & { heldEvent: string },
  around: Surroundings<C>,
): Promise<void> => {
  const { heldEvent } = run;
  const until = performance.now() + LONGEST_MS;
  try {
    const work = () => interpret(run, around, withoutEngine(until));
    const status = await whileHeld(heldEvent, () => span("run workflows-run", {}, work));
    // Ended by somebody else, most likely: the event is still there.
    if (status === "cancelled") await release(heldEvent);
  } catch (error) {
    note(error);
    const waitS = error instanceof AppError ? error.retryAfterS : undefined;
    const notBefore = waitS === undefined ? undefined : new Date(Date.now() + waitS * 1000);
    // With the database away too, the engine hears of the run when the event's time is over.
    await release(heldEvent, notBefore).catch(() => undefined);
  }
};
