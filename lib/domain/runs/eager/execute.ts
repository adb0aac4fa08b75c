import { AppError } from "@/lib/core/errors";
import { interpret } from "@/lib/domain/runs/execution/interpret";
import type { LoadedRun } from "@/lib/domain/runs/execution/journal";
import type { Durable, Surroundings } from "@/lib/domain/runs/execution/surroundings";
import { release, whileHeld } from "@/lib/infra/events/held";

/** After that no further effect begins here: the engine goes on. */
const LONGEST_MS = 10_000;

/** What a brief run never asks for. */
const waiting = (): Promise<never> =>
  Promise.reject(new Error("A run that waits is not executed at once."));

const withoutEngine = (until: number): Durable => ({
  run: async (id, work) => {
    if (performance.now() > until) throw new Error(`${id} is left to the engine.`);
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
    const status = await whileHeld(heldEvent, work);
    // Ended by somebody else, most likely: the event is still there.
    if (status === "cancelled") await release(heldEvent);
  } catch (error) {
    const waitS = error instanceof AppError ? error.retryAfterS : undefined;
    const notBefore = waitS === undefined ? undefined : new Date(Date.now() + waitS * 1000);
    // With the database away too, the engine hears of the run when the event's time is over.
    await release(heldEvent, notBefore).catch(() => undefined);
  }
};
