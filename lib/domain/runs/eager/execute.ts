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

const leave = (): Promise<never> =>
  Promise.reject(new LeftToEngine("A run that waits is not executed here."));

/**
 * One effect at a time. Of several that begin beside each other none begins here: the retry of one would hold up the others,
 * which the engine looks after one by one.
 */
const withoutEngine = (until: number): Durable => {
  let begun = 0;
  return {
    run: async (id, work) => {
      begun++;
      // What begins beside it has asked by then.
      await undefined;
      if (begun > 1) throw new LeftToEngine(`${id} begins beside another step.`);
      if (performance.now() > until) throw new LeftToEngine(`${id} begins too late.`);
      const result = await work();
      begun--;
      return result;
    },
    sleep: leave,
    wait: leave,
    race: (work) => work(),
  };
};

/** The engine meets what nobody expected again, and tells of it. */
const note = (error: unknown): void => {
  if (error instanceof AppError || error instanceof LeftToEngine || fromPostgres(error)) return;
  log.warn({ err: error }, "a run is left to the engine");
};

/**
 * Executes a run without the durable engine while the event that asks the engine for it is held back. The end of the run
 * deletes the event; whatever else happens leaves it to the engine, which goes on from the ledger: at once, when the next
 * attempt of a step is due, or, should this process die, when the time of the event is over. Never throws; tells whether
 * runs of this kind are better left to the engine from their begin.
 */
export const executeEagerly = async <C>(
  run: LoadedRun & { heldEvent: string },
  around: Surroundings<C>,
): Promise<{ isUnfit: boolean }> => {
  const { heldEvent } = run;
  const durable = withoutEngine(performance.now() + LONGEST_MS);
  try {
    const work = () => interpret(run, around, durable);
    const traced = () => span("run workflows-run", { "app.function": "workflows-run" }, work);
    const status = await whileHeld(heldEvent, traced);
    // Ended by somebody else, most likely: the event is still there.
    if (status === "cancelled") await release(heldEvent);
    return { isUnfit: false };
  } catch (error) {
    note(error);
    const waitS = error instanceof AppError ? error.retryAfterS : undefined;
    const notBefore = waitS === undefined ? undefined : new Date(Date.now() + waitS * 1000);
    // With the database away too, the engine hears of the run when the event's time is over.
    await release(heldEvent, notBefore).catch(() => undefined);
    return { isUnfit: error instanceof LeftToEngine };
  }
};
