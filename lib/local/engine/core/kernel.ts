import type { EngineOptions } from "../options.ts";
import type { Clock } from "../schedule/clock.ts";
import type { AdaptiveLimit } from "../schedule/limit.ts";
import type { Scheduler } from "../schedule/scheduler.ts";
import type { Timers } from "../schedule/timers.ts";
import type { Log } from "../store/log.ts";
import type { Database } from "../store/session.ts";
import type { Keys } from "./keys.ts";
import type { Lookback } from "./lookback.ts";
import type {
  App,
  BatchState,
  Cancellation,
  CronState,
  DebounceState,
  Fn,
  Job,
  Pause,
  Run,
} from "./model.ts";
import type { PauseIndex } from "./pause-index.ts";

export type Level = "info" | "warn" | "error";
export type Logger = (level: Level, message: string, details?: Record<string, unknown>) => void;

/** An event the engine itself sends, such as inngest/function.failed. */
export type OwnEvent = {
  id: string;
  name: string;
  data: Record<string, unknown>;
  tenant: string | null;
};

type Counters = {
  events: number;
  duplicates: number;
  runsStarted: number;
  runsEnded: Record<"Completed" | "Failed" | "Cancelled", number>;
  steps: number;
  requests: number;
  retries: number;
  checkpoints: number;
  fenced: number;
  expressionErrors: number;
  /** Where time went, in milliseconds: in the queue, at the application, and there in the SDK and the functions. */
  queueMs: number;
  requestMs: number;
  appMs: number;
};

/** All state of a leading engine. It lives from one take-over to the loss of the database session. */
export type Kernel = {
  options: EngineOptions;
  clock: Clock;
  random: () => number;
  logger: Logger;
  epoch: number;
  log: Log;
  reader: Database;
  timers: Timers;
  scheduler: Scheduler<Job>;
  /** How many fresh requests the application takes now; null when that is not adapted. */
  limit: AdaptiveLimit | null;
  apps: Map<string, App>;
  fns: Map<string, Fn>;
  /** Functions by the exact event name, and those with a wildcard. */
  byEvent: Map<string, Set<Fn>>;
  wildcards: Set<Fn>;
  /** Runs that have not ended. */
  runs: Map<string, Run>;
  singletons: Map<string, Run>;
  waits: PauseIndex;
  lookback: Lookback;
  cancels: PauseIndex;
  signals: Map<string, Pause>;
  keys: Keys;
  /** Internal ids of events that came with a seed lately, with the time they can be forgotten. */
  recent: Map<string, number>;
  batches: Map<string, BatchState>;
  debounces: Map<string, DebounceState>;
  buckets: Map<string, number>;
  crons: Map<string, CronState>;
  cancellations: Map<string, Cancellation>;
  /** What was asked for and is not offered, by its sentence: how often, and when last. */
  notices: Map<string, { count: number; at: number }>;
  /** Parked runs whose payloads are in memory, oldest first, and the bytes of all loaded payloads. */
  parked: Set<Run>;
  loadedBytes: number;
  sequence: number;
  closed: boolean;
  counters: Counters;
  /** Takes an event of the engine's own in; set when the parts are put together. */
  emit: (event: OwnEvent) => void;
  /** Applies bulk cancellations in force to a run that was just made; set like `emit`. */
  ruled: (run: Run, event: unknown) => void;
};

/** A number that only grows, also across restarts: steps of a run are ordered by it. */
export const nextSequence = (k: Kernel): number => {
  k.sequence = Math.max(k.sequence + 1, k.clock.now() * 1000);
  return k.sequence;
};

const NOTICES_MAX = 50;

/** Tells the log, and the operator's page, that something is not as its user thinks. */
export const notice = (k: Kernel, message: string): void => {
  const known = k.notices.get(message);
  if (!known) k.logger("error", message);
  if (known || k.notices.size < NOTICES_MAX)
    k.notices.set(message, { count: (known?.count ?? 0) + 1, at: k.clock.now() });
};

const hasPrefixOf = (fn: Fn, name: string): boolean =>
  fn.config.triggers.some(({ prefix }) => prefix !== null && name.startsWith(prefix));

/** True when somebody would notice an event of this name. */
export const isHeard = (k: Kernel, name: string): boolean =>
  k.byEvent.has(name) ||
  [...k.wildcards].some((fn) => hasPrefixOf(fn, name)) ||
  k.waits.listensTo(name) ||
  k.cancels.listensTo(name);
