import { instantMs } from "../config/duration.ts";
import type { Kernel } from "../core/kernel.ts";
import type { EventRecord, Job, Pause, Run } from "../core/model.ts";
import { compile, type Expression } from "../expression/compile.ts";
import { capture, equality } from "../expression/paths.ts";
import { LIMITS } from "../options.ts";
import { failRun } from "./end.ts";
import { newJob } from "./jobs.ts";
import { errorMemo, eventMemo, holds, open, record, resume } from "./record.ts";

/** The part of an op-code that opens a wait. */
export type WaitOp = { id: string; name: string; opts: Record<string, unknown> };

/** Gives a step an error that the function can catch. */
export const failStep = (
  k: Kernel,
  run: Run,
  op: WaitOp,
  kind: string,
  error: [name: string, message: string],
): void => {
  record(k, run, {
    step: op.id,
    op: kind,
    name: op.name,
    memo: errorMemo(...error),
    attempt: 0,
    startedAt: 0,
  });
};

/** When an op's time is over, or null after the step or run was failed because that cannot be told or is too far. */
export const deadline = (
  k: Kernel,
  run: Run,
  op: WaitOp,
  kind: string,
  text: unknown,
): number | null => {
  const now = k.clock.now();
  const at = typeof text === "string" && text ? instantMs(text, now) : null;
  if (at === null) {
    const message = `${kind} "${op.name}": the length of time came as ${JSON.stringify(text ?? "")}. Zero and texts the SDK cannot read arrive empty; use a positive length such as "90m".`;
    failStep(k, run, op, kind, ["InvalidDurationError", message]);
    return null;
  }
  if (at - now > LIMITS.waitMs) {
    const days = LIMITS.waitMs / 86_400_000;
    failRun(
      k,
      run,
      "LimitExceededError",
      `${kind} "${op.name}" is longer than the limit of ${days} days`,
    );
    return null;
  }
  return at;
};

/** Opens `step.sleep` and `step.sleepUntil`. */
export const openSleep = (k: Kernel, run: Run, op: WaitOp): void => {
  const due = deadline(k, run, op, "Sleep", op.opts.until);
  if (due === null) return;
  const job = newJob(run, "sleep", op.id, op.name);
  job.due = due;
  open(run, job);
  k.log.put("job", `${run.id} ${op.id}`, job);
  k.log.after(() => armSleep(k, job));
};

/** Ends a sleep when its time has come. */
export const armSleep = (k: Kernel, job: Job): void => {
  const { run, step } = job;
  if (run.open?.get(step) !== job || job.timer) return;
  job.timer = k.timers.at(job.due, () => resume(k, run, step, "Sleep", '{"data":null}'));
};

const TIMEOUT_MEMO: Record<Pause["kind"], string> = {
  event: '{"data":null}',
  signal: '{"data":null}',
  cancel: "",
  invoke: errorMemo("InngestInvokeTimeoutError", "the invoked function did not finish in time"),
};
const OPS: Record<Pause["kind"], string> = {
  event: "WaitForEvent",
  signal: "WaitForSignal",
  invoke: "InvokeFunction",
  cancel: "",
};

/** Ends a wait when its time is over. */
export const armPause = (k: Kernel, pause: Pause): void => {
  const { run, step, kind } = pause;
  if (run.open?.get(step) !== pause || pause.timer) return;
  pause.timer = k.timers.at(pause.expires, () =>
    resume(k, run, step, OPS[kind], TIMEOUT_MEMO[kind]),
  );
};

/** Opens a wait: into memory, the log and, when that is durable, the timers. */
export const openPause = (k: Kernel, pause: Pause): void => {
  open(pause.run, pause);
  if (pause.kind === "event") k.waits.add(pause);
  if (pause.kind === "signal") k.signals.set(pause.target, pause);
  k.log.put("pause", `${pause.run.id} ${pause.step}`, pause);
  k.log.after(() => armPause(k, pause));
};

/** A wait without a condition. */
export const newPause = (
  run: Run,
  kind: Pause["kind"],
  op: WaitOp,
  rest: { target: string; expires: number },
): Pause => ({
  run,
  kind,
  step: op.id,
  name: op.name,
  condition: null,
  captured: "null",
  equality: null,
  timer: null,
  ...rest,
});

/**
 * The event of the last moments that a wait would have taken had it been there: it came after its run and none of the
 * run's other waits took it. Null when there is none, and always where the engine does not look back.
 */
const missed = (k: Kernel, pause: Pause): EventRecord | null => {
  const { run, target } = pause;
  const recent = k.lookback.find(target, run.queuedAt, k.clock.now());
  if (recent.length === 0) return null;
  const taken = new Set([...(run.memo?.steps.values() ?? [])].map(({ text }) => text));
  const fits = (event: EventRecord): boolean =>
    !run.eventIds.includes(event.id) &&
    !taken.has(eventMemo(event)) &&
    holds(k, pause, JSON.parse(event.text));
  return recent.find(fits) ?? null;
};

/** Opens `step.waitForEvent`. It matches events that come after this, or shortly before where the engine looks back. */
export const openEventWait = (k: Kernel, run: Run, op: WaitOp, event: unknown): void => {
  const expires = deadline(k, run, op, "WaitForEvent", op.opts.timeout);
  if (expires === null) return;
  let condition: Expression | null = null;
  if (typeof op.opts.if === "string" && op.opts.if) {
    try {
      condition = compile(op.opts.if);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      failRun(
        k,
        run,
        "InvalidExpressionError",
        `waitForEvent "${op.name}": "${op.opts.if}": ${why}`,
      );
      return;
    }
  }
  const pause = newPause(run, "event", op, { target: String(op.opts.event ?? ""), expires });
  if (condition) {
    pause.condition = condition;
    pause.captured = JSON.stringify(capture(condition, event) ?? null);
    pause.equality = equality(condition, event);
  }
  const before = missed(k, pause);
  if (!before) {
    openPause(k, pause);
    return;
  }
  const memo = eventMemo(before);
  record(k, run, {
    step: op.id,
    op: "WaitForEvent",
    name: op.name,
    memo,
    attempt: 0,
    startedAt: 0,
  });
};

/** Opens `step.waitForSignal`: one waiter a signal. */
export const openSignalWait = (k: Kernel, run: Run, op: WaitOp): void => {
  const expires = deadline(k, run, op, "WaitForSignal", op.opts.timeout);
  if (expires === null) return;
  const target = String(op.opts.signal ?? "");
  const current = k.signals.get(target);
  if (current && op.opts.conflict !== "replace") {
    const message = `run ${current.run.id} already waits for the signal "${target}"`;
    failStep(k, run, op, "WaitForSignal", ["SignalConflictError", message]);
    return;
  }
  openPause(k, newPause(run, "signal", op, { target, expires }));
};

/** Gives a signal to the run that waits for it. Answers the run's id, or null when none waits. */
export const sendSignal = (k: Kernel, signal: string, data: unknown): string | null => {
  const pause = k.signals.get(signal);
  if (!pause) return null;
  const memo = JSON.stringify({ data: { signal, data: data ?? null } });
  resume(k, pause.run, pause.step, "WaitForSignal", memo);
  return pause.run.id;
};
