import { missedTick, nextTick } from "../config/cron.ts";
import type { Kernel } from "../core/kernel.ts";
import type { CronState, Fn } from "../core/model.ts";
import { ulid } from "../core/ulid.ts";
import { startRun } from "../runs/start.ts";

const MISSED_AFTER_MS = 1_000;

/** Stops a function's schedules and forgets them. */
export const dropCrons = (k: Kernel, fn: Fn): void => {
  for (const state of [...k.crons.values()]) if (state.fn === fn) drop(k, state);
};

const drop = (k: Kernel, state: CronState): void => {
  if (state.timer) k.timers.cancel(state.timer);
  state.timer = null;
  k.crons.delete(state.key);
  k.log.delete("cron", state.key, [state.key]);
};

/** Arms a function's schedules; those that already run keep their next tick. */
export const armCrons = (k: Kernel, fn: Fn): void => {
  const wanted = new Set<string>();
  fn.config.crons.forEach(({ schedule }, index) => {
    const key = `${fn.id}|${schedule.text}`;
    wanted.add(key);
    const known = k.crons.get(key);
    if (known) {
      known.index = index;
      if (!known.timer) armCron(k, known);
      return;
    }
    const nextAt = nextTick(schedule, k.clock.now());
    if (nextAt === null) return;
    const state: CronState = { key, fn, index, nextAt, lastAt: null, timer: null };
    k.crons.set(key, state);
    k.log.put("cron", key, state);
    armCron(k, state);
  });
  for (const state of [...k.crons.values()]) {
    if (state.fn === fn && !wanted.has(state.key)) drop(k, state);
  }
};

type CronConfig = Fn["config"]["crons"][number];

/** After downtime, or when the clock was put forward, the options say which of the missed ticks run. */
const catchUp = (k: Kernel, state: CronState, { schedule, jitterMs }: CronConfig): void => {
  const now = k.clock.now();
  if (state.nextAt + jitterMs >= now - MISSED_AFTER_MS) return;
  const { cronCatchUp: policy } = k.options;
  const next =
    policy === "skip"
      ? nextTick(schedule, now)
      : missedTick(schedule, state.nextAt, now, policy === "one" ? 1 : policy);
  state.nextAt = next ?? state.nextAt;
};

/** Sets the timer for a schedule's next tick. */
const armCron = (k: Kernel, state: CronState): void => {
  const config = state.fn.config.crons[state.index];
  if (!config) return;
  catchUp(k, state, config);
  const jitter = Math.floor(k.random() * config.jitterMs);
  state.timer = k.timers.at(state.nextAt + jitter, () => tick(k, state));
};

const tick = (k: Kernel, state: CronState): void => {
  state.timer = null;
  const config = state.fn.config.crons[state.index];
  if (!config || k.crons.get(state.key) !== state) return;
  catchUp(k, state, config);
  const at = state.nextAt;
  if (at > k.clock.now()) {
    armCron(k, state);
    return;
  }
  fire(k, state, config.schedule.text);
  state.lastAt = at;
  const next = nextTick(config.schedule, at);
  if (next === null) {
    drop(k, state);
    return;
  }
  state.nextAt = next;
  k.log.put("cron", state.key, state);
  armCron(k, state);
};

const fire = (k: Kernel, { fn, nextAt }: CronState, cron: string): void => {
  const now = k.clock.now();
  const id = ulid(now);
  const ts = nextAt;
  const event = { data: { cron }, id, name: "inngest/scheduled.timer", ts };
  const record = {
    id,
    externalId: null,
    name: event.name,
    text: JSON.stringify(event),
    ts,
    receivedAt: now,
    tenant: null,
    canon: null,
  };
  k.log.put("event", id, record);
  startRun(k, { fn, events: [record], event, cron });
};
