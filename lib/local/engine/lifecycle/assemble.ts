import { cancelIfRuled } from "../admin/cancel.ts";
import type { Kernel, Logger } from "../core/kernel.ts";
import { Keys } from "../core/keys.ts";
import { Lookback } from "../core/lookback.ts";
import { MemoLoader } from "../core/memo.ts";
import type { Job } from "../core/model.ts";
import { PauseIndex } from "../core/pause-index.ts";
import { Dispatcher } from "../driver/dispatch.ts";
import type { HttpClient } from "../driver/http.ts";
import type { EngineOptions } from "../options.ts";
import { ingestOwn } from "../runs/ingest.ts";
import type { Clock } from "../schedule/clock.ts";
import { AdaptiveLimit } from "../schedule/limit.ts";
import { Pace } from "../schedule/pace.ts";
import { Scheduler } from "../schedule/scheduler.ts";
import { Timers } from "../schedule/timers.ts";
import { Log, type Session } from "../store/log.ts";
import { type Database, sessionOf } from "../store/session.ts";

export type Parts = {
  options: EngineOptions;
  clock: Clock;
  random: () => number;
  logger: Logger;
  http: HttpClient;
  /** Stands between the log and its database session; tests break things there. */
  around?: ((session: Session) => Session) | undefined;
  writer: Database;
  reader: Database;
  epoch: number;
  failed: (error: unknown) => void;
};

const counters = (): Kernel["counters"] => ({
  events: 0,
  duplicates: 0,
  runsStarted: 0,
  runsEnded: { Completed: 0, Failed: 0, Cancelled: 0 },
  steps: 0,
  requests: 0,
  retries: 0,
  checkpoints: 0,
  fenced: 0,
  expressionErrors: 0,
  queueMs: 0,
  requestMs: 0,
  appMs: 0,
});

type Indexes = Pick<
  Kernel,
  | "apps"
  | "fns"
  | "byEvent"
  | "wildcards"
  | "runs"
  | "singletons"
  | "waits"
  | "cancels"
  | "signals"
  | "recent"
  | "batches"
  | "debounces"
  | "buckets"
  | "crons"
  | "cancellations"
  | "notices"
  | "parked"
>;

const indexes = (): Indexes => ({
  apps: new Map(),
  fns: new Map(),
  byEvent: new Map(),
  wildcards: new Set(),
  runs: new Map(),
  singletons: new Map(),
  waits: new PauseIndex(),
  cancels: new PauseIndex(),
  signals: new Map(),
  recent: new Map(),
  batches: new Map(),
  debounces: new Map(),
  buckets: new Map(),
  crons: new Map(),
  cancellations: new Map(),
  notices: new Map(),
  parked: new Set(),
});

/** Fewest fresh requests at a time, and how late the application may be before it gets fewer. */
const FLOOR = 4;
const SLACK_MS = 20;

/** An empty kernel with its parts wired together. */
export const assemble = (parts: Parts): Kernel => {
  const { options, clock, random, logger, reader, epoch, around = (session) => session } = parts;
  const limit = options.adaptive
    ? new AdaptiveLimit({ floor: FLOOR, ceiling: options.inFlight, slackMs: SLACK_MS })
    : null;
  const pace =
    limit &&
    new Pace({
      limit,
      now: () => performance.now(),
      after: clock.after,
      opened: () => kernel.scheduler.poke(),
    });
  const dispatcher: Dispatcher = new Dispatcher(
    () => kernel,
    parts.http,
    () => loader,
  );
  const kernel: Kernel = {
    options,
    clock,
    random,
    logger,
    epoch,
    reader,
    log: new Log(around(sessionOf(parts.writer)), epoch, parts.failed, (why) =>
      logger("error", "the database has no room; commits wait", { why: String(why) }),
    ),
    timers: new Timers(clock),
    scheduler: new Scheduler<Job>(
      options.inFlight,
      (job) => dispatcher.start(job),
      pace ?? undefined,
    ),
    limit,
    ...indexes(),
    lookback: new Lookback(options.lookbackMs),
    keys: new Keys(options.keysInMemory),
    loadedBytes: 0,
    sequence: 0,
    closed: false,
    counters: counters(),
    emit: (event) => ingestOwn(kernel, event),
    ruled: (run, event) => cancelIfRuled(kernel, run, event),
  };
  const loader = new MemoLoader(kernel);
  return kernel;
};

/** Stops a kernel: nothing it still hears changes anything. */
export const dismantle = (k: Kernel): void => {
  k.closed = true;
  k.scheduler.stop();
  k.timers.close();
  k.log.kill();
};
