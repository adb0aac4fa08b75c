import type { FnConfig } from "../config/functions.ts";
import type { Expression } from "../expression/compile.ts";
import type { Task } from "../schedule/scheduler.ts";
import type { Timer } from "../schedule/timers.ts";

/** An application that serves functions. `held` are jobs that wait until it answers again. */
export type App = {
  url: string;
  id: string;
  sdk: string;
  framework: string;
  checksum: string;
  syncedAt: number;
  error: string | null;
  downSince: number | null;
  probe: Job | null;
  held: Set<Job>;
};

/** A registered function. `held` are first jobs of runs that wait until it is resumed. */
export type Fn = {
  id: string;
  app: App;
  config: FnConfig;
  raw: string;
  pausedAt: number | null;
  removedAt: number | null;
  held: Set<Job>;
  bound: boolean;
};

/** An event as it is kept and delivered. `text` is its JSON; `canon` the same in canonical order, made on demand. */
export type EventRecord = {
  id: string;
  externalId: string | null;
  name: string;
  text: string;
  ts: number;
  receivedAt: number;
  tenant: string | null;
  canon: string | null;
};

/** A recorded step: the JSON of `{"data":…}` or `{"error":…}`. */
export type StepMemo = { text: string; canon: string | null };

/** What a run needs to be executed; it may be dropped from memory while the run is parked. */
export type Memo = { events: EventRecord[]; steps: Map<string, StepMemo>; bytes: number };

export type RunStatus = "Scheduled" | "Running" | "Completed" | "Failed" | "Cancelled";

export type Run = {
  id: string;
  fn: Fn;
  eventIds: string[];
  status: RunStatus;
  queuedAt: number;
  startedAt: number | null;
  endedAt: number | null;
  output: string | null;
  tenant: string | null;
  flow: string;
  priorityMs: number;
  laneKeys: string[];
  parent: { run: string; step: string } | null;
  replayOf: string | null;
  cron: string | null;
  batch: boolean;
  /** True when an engine event such as inngest/function.failed started it: its own end is not announced. */
  internal: boolean;
  singletonKey: string | null;
  /** Discovery after every finished branch instead of after all of them. */
  race: boolean;
  /** Another discovery is wanted although one is under way. */
  again: boolean;
  discovery: Job;
  /** Steps that are planned or waited for, by step id. */
  open: Map<string, Job | Pause> | null;
  cancels: Pause[];
  memo: Memo | null;
  loading: Promise<void> | null;
  late: [string, StepMemo][] | null;
  timer: Timer | null;
  /** What the database knows, to spare writes that change nothing. */
  saved: { startedAt: number | null; attempt: number; due: number; race: boolean };
};

/** A request to the application that is due now or later. */
export type Job = {
  run: Run;
  kind: "discovery" | "step" | "sleep";
  /** The step's id as the SDK hashed it; "step" for a discovery. */
  step: string;
  name: string;
  due: number;
  attempt: number;
  generation: number;
  state: "idle" | "timer" | "queued" | "held" | "running";
  timer: Timer | null;
  task: Task | null;
  startedAt: number;
};

/** Something a run waits for. `step` is empty for a cancellation. */
export type Pause = {
  run: Run;
  kind: "event" | "cancel" | "signal" | "invoke";
  step: string;
  name: string;
  /** The event name, the signal, or the child run's id. */
  target: string;
  condition: Expression | null;
  captured: string;
  equality: { keys: (string | number)[]; key: string } | null;
  expires: number;
  timer: Timer | null;
};

export type BatchState = {
  key: string;
  fn: Fn;
  events: EventRecord[];
  due: number;
  timer: Timer | null;
};
export type DebounceState = {
  key: string;
  fn: Fn;
  event: EventRecord;
  due: number;
  firstAt: number;
  timer: Timer | null;
};
export type CronState = {
  key: string;
  fn: Fn;
  index: number;
  nextAt: number;
  lastAt: number | null;
  timer: Timer | null;
};

/** Cancels runs of a function that were queued in a span of time. */
export type Cancellation = {
  id: string;
  fn: string | null;
  tenant: string | null;
  from: number | null;
  to: number;
  condition: Expression | null;
  createdAt: number;
};

/** A try that failed, for the timeline. */
export type Attempt = {
  run: string;
  step: string;
  attempt: number;
  startedAt: number;
  endedAt: number;
  status: number;
  error: string;
};
