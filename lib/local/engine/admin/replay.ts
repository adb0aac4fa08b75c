import { type Kernel, nextSequence } from "../core/kernel.ts";
import { readEvents } from "../core/memo.ts";
import type { Run, StepMemo } from "../core/model.ts";
import { startRun } from "../runs/start.ts";
import { findRun, listRuns, type RunFilter, type StepRow, stepsOf } from "../store/history.ts";
import { audit } from "./cancel.ts";

/** Why a replay cannot be. */
export class ReplayError extends Error {
  override readonly name = "ReplayError";
}

/** The steps before one, given by its id or its name. */
const before = (steps: StepRow[], fromStep: string): StepRow[] => {
  const index = steps.findIndex(({ id, name }) => id === fromStep || name === fromStep);
  if (index < 0) throw new ReplayError(`the run has no step "${fromStep}"`);
  return steps.slice(0, index);
};

const copySteps = (k: Kernel, run: Run, steps: StepRow[]): void => {
  for (const step of steps) {
    k.log.put("step", `${run.id} ${step.id}`, {
      run: run.id,
      id: step.id,
      seq: nextSequence(k),
      op: step.op,
      name: step.name,
      out: step.out,
      attempt: step.attempt,
      startedAt: step.started_at,
      at: step.at,
    });
  }
};

/**
 * Starts a new run with the events of an old one. With `fromStep` the results of the steps before it are taken
 * over, so only that step and what follows run again. Wait for the log before answering.
 */
export const replay = async (k: Kernel, runId: string, fromStep?: string): Promise<Run> => {
  await k.log.settled();
  const row = await findRun(k.reader, runId);
  if (!row) throw new ReplayError("there is no such run");
  const fn = k.fns.get(row.fn);
  if (!fn || fn.removedAt !== null)
    throw new ReplayError(`the function "${row.fn}" is not registered any more`);
  const ids = row.events.split(" ");
  const found = await readEvents(k, ids);
  const events = ids.flatMap((id) => found.get(id) ?? []);
  const [first] = events;
  if (!first || events.length < ids.length)
    throw new ReplayError("the run's events are deleted already");
  const kept = fromStep === undefined ? [] : before(await stepsOf(k.reader, runId), fromStep);
  const steps = new Map<string, StepMemo>(
    kept.map(({ id, out }) => [id, { text: out, canon: null }]),
  );
  const run = startRun(k, { fn, events, event: JSON.parse(first.text), replayOf: runId, steps });
  copySteps(k, run, kept);
  audit(k, "run.replay", runId, { newRun: run.id, fromStep: fromStep ?? null });
  return run;
};

/** Replays the runs a filter finds, at most `filter.limit`; answers the new runs' ids. */
export const replayMany = async (k: Kernel, filter: RunFilter): Promise<string[]> => {
  await k.log.settled();
  const ids: string[] = [];
  for (const row of (await listRuns(k.reader, filter)).reverse()) {
    if (row.ended_at !== null) ids.push((await replay(k, row.id)).id);
  }
  return ids;
};
