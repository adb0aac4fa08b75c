import { type Kernel, nextSequence } from "../core/kernel.ts";
import type { EventRecord, Job, Pause, Run } from "../core/model.ts";
import { LIMITS } from "../options.ts";
import { dropJob, wantDiscovery } from "./jobs.ts";

/** A step's result on its way into the log. `memo` is the JSON of `{"data":…}` or `{"error":…}`. */
type Result = {
  step: string;
  op: string;
  name: string;
  memo: string;
  attempt: number;
  startedAt: number;
};

/** An error in the form the SDK reads. */
export const errorMemo = (name: string, message: string): string =>
  JSON.stringify({ error: { __serialized: true, name, message, stack: "" } });

/** Records a result. The first one of a step counts; answers false for any later one. */
export const record = (k: Kernel, run: Run, result: Result): boolean => {
  if (run.memo?.steps.has(result.step)) return false;
  const now = k.clock.now();
  k.log.put("step", `${run.id} ${result.step}`, {
    run: run.id,
    id: result.step,
    seq: nextSequence(k),
    op: result.op,
    name: result.name,
    out: result.memo,
    attempt: result.attempt,
    startedAt: result.startedAt || now,
    at: now,
  });
  const memo = { text: result.memo, canon: null };
  if (run.memo) {
    run.memo.steps.set(result.step, memo);
    run.memo.bytes += memo.text.length;
    k.loadedBytes += memo.text.length;
  } else run.late?.push([result.step, memo]);
  k.counters.steps++;
  return true;
};

/** What a wait gets from the event that ends it. */
export const eventMemo = (event: EventRecord): string => `{"data":${event.text}}`;

/** The sentence for a limit a run has passed, or null. */
export const passedLimit = (run: Run): string | null => {
  if (!run.memo) return null;
  if (run.memo.steps.size > LIMITS.steps) return `the run has more than ${LIMITS.steps} steps`;
  if (run.memo.bytes > LIMITS.stateBytes)
    return `the run's state is larger than ${LIMITS.stateBytes} bytes`;
  return null;
};

export const isPause = (item: Job | Pause): item is Pause => "captured" in item;

/** Adds what a run waits for now. */
export const open = (run: Run, item: Job | Pause): void => {
  run.open ??= new Map();
  run.open.set(item.step, item);
};

/** Removes an open item with its row, timer and place in the indexes; nothing happens when it is not open. */
export const close = (k: Kernel, run: Run, step: string): Job | Pause | undefined => {
  const item = run.open?.get(step);
  if (!item) return undefined;
  run.open?.delete(step);
  if (run.open?.size === 0) run.open = null;
  if (item.timer) k.timers.cancel(item.timer);
  item.timer = null;
  if (isPause(item)) {
    if (item.kind === "event") k.waits.remove(item);
    if (item.kind === "signal" && k.signals.get(item.target) === item)
      k.signals.delete(item.target);
    k.log.delete("pause", `${run.id} ${step}`, [run.id, step]);
  } else {
    if (item.state !== "running") dropJob(k, item);
    k.log.delete("job", `${run.id} ${step}`, [run.id, step]);
  }
  return item;
};

/** Goes on when a branch has ended: when all have, or after each where the run races them. */
export const settle = (k: Kernel, run: Run): void => {
  if (run.endedAt === null && (!run.open || run.race)) wantDiscovery(k, run);
};

/** Ends an open wait with a result. */
export const resume = (k: Kernel, run: Run, step: string, op: string, memo: string): void => {
  if (run.endedAt !== null) return;
  const item = close(k, run, step);
  if (!item) return;
  record(k, run, { step, op, name: item.name, memo, attempt: 0, startedAt: 0 });
  settle(k, run);
};

/** True when a pause's condition holds for an incoming event. A condition that fails to evaluate does not hold. */
export const holds = (k: Kernel, pause: Pause, event: unknown): boolean => {
  if (!pause.condition) return true;
  try {
    const scope = { event: JSON.parse(pause.captured), async: event };
    return Boolean(pause.condition.run(scope, k.clock.now()));
  } catch {
    k.counters.expressionErrors++;
    return false;
  }
};
