import type { Kernel } from "../core/kernel.ts";
import type { BatchState, DebounceState, EventRecord, Fn } from "../core/model.ts";
import { asText } from "../expression/values.ts";
import { LIMITS } from "../options.ts";
import { gcra } from "../schedule/gcra.ts";
import { endRun } from "./end.ts";
import { evaluate, startRun } from "./start.ts";

/** Remembers a key for a day; false when it is known already. */
const claim = (k: Kernel, key: string, ext: string | null): boolean => {
  const now = k.clock.now();
  if (k.keys.has(key, now)) return false;
  const expiresAt = now + LIMITS.keyMs;
  k.keys.add(key, expiresAt);
  k.log.put("runKey", key, { key, ext, expiresAt });
  return true;
};

/** The key of an event's id within a function: the same id starts the function once in 24 hours. */
export const eventKey = (fn: Fn, externalId: string): string => `event|${fn.id}|${externalId}`;

/** False when the function's idempotency key or rate limit says that this event starts nothing. */
export const mayStart = (k: Kernel, fn: Fn, event: unknown): boolean => {
  const { idempotency, rateLimit } = fn.config;
  if (idempotency) {
    const value = asText(evaluate(k, fn, idempotency, event, ""));
    return claim(k, `idempotency|${fn.id}|${value}`, null);
  }
  if (!rateLimit) return true;
  const value = rateLimit.key ? evaluate(k, fn, rateLimit.key, event, "") : "";
  if (value === false) return true;
  const key = `rate|${fn.id}|${asText(value)}`;
  const now = k.clock.now();
  // No further ahead than it can get by itself: a clock that was set back must not shut the function for as long.
  const tat = Math.min(k.buckets.get(key) ?? 0, now + rateLimit.periodMs);
  const { atMs, tatMs } = gcra(tat, now, {
    ...rateLimit,
    burst: rateLimit.limit - 1,
  });
  if (atMs > now) return false;
  k.buckets.set(key, tatMs);
  k.log.put("bucket", key, { key, tat: tatMs });
  return true;
};

/** Takes an event to a function whose trigger it matches: now, later with others, or not at all. */
export const admit = (k: Kernel, fn: Fn, record: EventRecord, event: unknown): void => {
  if (record.externalId !== null && !claim(k, eventKey(fn, record.externalId), record.externalId)) {
    k.counters.duplicates++;
    return;
  }
  const { batch, debounce } = fn.config;
  if (batch) {
    if (batch.condition && !evaluate(k, fn, batch.condition, event, false)) {
      startRun(k, { fn, events: [record], event });
    } else addToBatch(k, fn, record, event);
    return;
  }
  if (!mayStart(k, fn, event)) return;
  if (debounce) postpone(k, fn, record, event);
  else startSingle(k, fn, record, event);
};

const startSingle = (k: Kernel, fn: Fn, record: EventRecord, event: unknown): void => {
  const { singleton } = fn.config;
  const value = singleton
    ? singleton.key
      ? evaluate(k, fn, singleton.key, event, "")
      : ""
    : false;
  if (!singleton || value === false) {
    startRun(k, { fn, events: [record], event });
    return;
  }
  const singletonKey = `${fn.id}|${asText(value)}`;
  const current = k.singletons.get(singletonKey);
  if (current && singleton.mode === "skip") return;
  if (current) endRun(k, current, "Cancelled", null);
  startRun(k, { fn, events: [record], event, singletonKey });
};

const addToBatch = (k: Kernel, fn: Fn, record: EventRecord, event: unknown): void => {
  const config = fn.config.batch;
  if (!config) return;
  const key = `${fn.id}|${config.key ? asText(evaluate(k, fn, config.key, event, "")) : ""}`;
  let batch = k.batches.get(key);
  if (!batch) {
    batch = { key, fn, events: [], due: k.clock.now() + config.timeoutMs, timer: null };
    k.batches.set(key, batch);
    armBatch(k, batch);
  }
  batch.events.push(record);
  if (batch.events.length >= config.size) flushBatch(k, batch);
  else k.log.put("batch", key, batch);
};

/** Starts the batch's run when its time is over. */
export const armBatch = (k: Kernel, batch: BatchState): void => {
  batch.timer = k.timers.at(batch.due, () => flushBatch(k, batch));
};

const flushBatch = (k: Kernel, batch: BatchState): void => {
  if (batch.timer) k.timers.cancel(batch.timer);
  k.batches.delete(batch.key);
  k.log.delete("batch", batch.key, [batch.key]);
  const [first] = batch.events;
  if (first) startRun(k, { fn: batch.fn, events: batch.events, event: JSON.parse(first.text) });
};

const postpone = (k: Kernel, fn: Fn, record: EventRecord, event: unknown): void => {
  const config = fn.config.debounce;
  if (!config) return;
  const key = `${fn.id}|${config.key ? asText(evaluate(k, fn, config.key, event, "")) : ""}`;
  const now = k.clock.now();
  let state = k.debounces.get(key);
  if (state && record.ts < state.event.ts) return;
  if (!state) {
    state = { key, fn, event: record, due: 0, firstAt: now, timer: null };
    k.debounces.set(key, state);
  }
  state.event = record;
  const latest =
    config.timeoutMs === null ? Number.POSITIVE_INFINITY : state.firstAt + config.timeoutMs;
  state.due = Math.min(now + config.periodMs, latest);
  armDebounce(k, state);
  k.log.put("debounce", key, state);
};

/** Starts the debounced run when nothing newer has come for the period. */
export const armDebounce = (k: Kernel, state: DebounceState): void => {
  if (state.timer) k.timers.cancel(state.timer);
  state.timer = k.timers.at(state.due, () => {
    k.debounces.delete(state.key);
    k.log.delete("debounce", state.key, [state.key]);
    startSingle(k, state.fn, state.event, JSON.parse(state.event.text));
  });
};
