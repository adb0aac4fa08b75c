import type { Kernel } from "../core/kernel.ts";
import { keepMemo } from "../core/memo.ts";
import type { EventRecord, Fn, Pause, Run, StepMemo } from "../core/model.ts";
import { ulid } from "../core/ulid.ts";
import type { Expression } from "../expression/compile.ts";
import { capture, equality } from "../expression/paths.ts";
import { asText } from "../expression/values.ts";
import { gcra } from "../schedule/gcra.ts";
import { endRun } from "./end.ts";
import { AT_ONCE, arm, newJob } from "./jobs.ts";

/** A run to be made. `event` is the parsed first event. */
type Start = {
  fn: Fn;
  events: EventRecord[];
  event: unknown;
  parent?: Run["parent"];
  replayOf?: string;
  cron?: string;
  singletonKey?: string | null;
  steps?: Map<string, StepMemo>;
};

const PRIORITY_MAX_S = 600;
const ABOUT_RUNS = /^inngest\/function\.(failed|finished|cancelled)$/;

/** Expressions whose failure is in the log already. */
const warned = new WeakSet<Expression>();

/** An expression's value, or `fallback` with a warning (once) when it cannot be worked out. */
export const evaluate = (
  k: Kernel,
  fn: Fn,
  expression: Expression,
  event: unknown,
  fallback: unknown,
): unknown => {
  try {
    return expression.run({ event }, k.clock.now());
  } catch (error) {
    k.counters.expressionErrors++;
    if (warned.has(expression)) return fallback;
    warned.add(expression);
    k.logger("warn", "an expression could not be evaluated", {
      fn: fn.id,
      expression: expression.text,
      error: error instanceof Error ? error.message : String(error),
    });
    return fallback;
  }
};

const priorityMs = (k: Kernel, fn: Fn, event: unknown): number => {
  const { priority } = fn.config;
  const value = priority ? Number(evaluate(k, fn, priority, event, 0)) : 0;
  if (!Number.isFinite(value)) return 0;
  return Math.round(Math.min(Math.max(value, -PRIORITY_MAX_S), PRIORITY_MAX_S) * 1000);
};

const cancelPauses = (run: Run, event: unknown): Pause[] =>
  run.fn.config.cancel.map(({ event: target, condition, timeoutMs }) => ({
    run,
    kind: "cancel" as const,
    step: "",
    name: "",
    target,
    condition,
    captured: condition ? JSON.stringify(capture(condition, event) ?? null) : "null",
    equality: condition && equality(condition, event),
    expires: run.queuedAt + timeoutMs,
    timer: null,
  }));

/** When a throttled function's run may start. */
const throttledAt = (k: Kernel, fn: Fn, event: unknown, now: number): number => {
  const { throttle } = fn.config;
  if (!throttle) return now;
  const value = throttle.key ? asText(evaluate(k, fn, throttle.key, event, "")) : "";
  const key = `throttle|${fn.id}|${value}`;
  const { atMs, tatMs } = gcra(k.buckets.get(key) ?? 0, now, {
    ...throttle,
    burst: throttle.burst - 1,
  });
  k.buckets.set(key, tatMs);
  k.log.put("bucket", key, { key, tat: tatMs });
  return Math.ceil(atMs);
};

const blank = (k: Kernel, start: Start, now: number): Run => {
  const { fn, events, event } = start;
  const tenant = events[0]?.tenant ?? null;
  const laneKeys = fn.config.concurrency.map(({ key }) =>
    key ? asText(evaluate(k, fn, key, event, "")) : "",
  );
  const run: Omit<Run, "discovery"> = {
    id: ulid(now),
    fn,
    eventIds: events.map(({ id }) => id),
    status: "Scheduled",
    queuedAt: now,
    startedAt: null,
    endedAt: null,
    output: null,
    tenant,
    flow: tenant ?? laneKeys.find(Boolean) ?? "",
    priorityMs: priorityMs(k, fn, event),
    laneKeys,
    parent: start.parent ?? null,
    replayOf: start.replayOf ?? null,
    cron: start.cron ?? null,
    batch: events.length > 1 || (fn.config.batch !== null && !start.parent),
    internal: ABOUT_RUNS.test(events[0]?.name ?? ""),
    singletonKey: start.singletonKey ?? null,
    race: false,
    again: false,
    open: null,
    cancels: [],
    memo: null,
    loading: null,
    late: null,
    timer: null,
    saved: { startedAt: null, attempt: 0, due: 0, race: false },
  };
  return withDiscovery(run);
};

/** Completes a run with the job that asks the application what comes next. */
export const withDiscovery = (run: Omit<Run, "discovery">): Run => {
  const whole = run as Run;
  whole.discovery = newJob(whole, "discovery", "step");
  return whole;
};

/** Cancels a run that has not started or not finished in the time its function allows. */
export const watchTimeouts = (k: Kernel, run: Run): void => {
  const { startMs, finishMs } = run.fn.config.timeouts;
  const limit =
    run.startedAt === null
      ? startMs !== null && run.queuedAt + startMs
      : finishMs !== null && run.startedAt + finishMs;
  if (run.timer) k.timers.cancel(run.timer);
  run.timer = null;
  if (limit === false) return;
  run.timer = k.timers.at(limit, () => endRun(k, run, "Cancelled", null));
};

/** Makes a run and puts it into the log; it is queued when the commit is done. */
export const startRun = (k: Kernel, start: Start): Run => {
  const now = k.clock.now();
  const run = blank(k, start, now);
  const notBefore =
    start.parent || start.replayOf ? now : Math.max(now, start.events[0]?.ts ?? now);
  const due = Math.max(notBefore, throttledAt(k, start.fn, start.event, notBefore));
  run.discovery.due = due > now ? due : AT_ONCE;
  run.saved.due = run.discovery.due;
  run.cancels = cancelPauses(run, start.event);
  for (const pause of run.cancels) k.cancels.add(pause);
  keepMemo(k, run, start.events, start.steps ?? new Map());
  k.runs.set(run.id, run);
  if (run.singletonKey) k.singletons.set(run.singletonKey, run);
  k.counters.runsStarted++;
  k.log.put("run", run.id, run);
  if (k.cancellations.size > 0) k.ruled(run, start.event);
  k.log.after(() => {
    if (run.endedAt !== null) return;
    watchTimeouts(k, run);
    arm(k, run.discovery);
  });
  return run;
};
