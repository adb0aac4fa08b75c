import type {
  App,
  Attempt,
  BatchState,
  Cancellation,
  CronState,
  DebounceState,
  EventRecord,
  Fn,
  Job,
  Pause,
  Run,
} from "../core/model.ts";
import type { Table } from "./sql.ts";

/** What each table's rows are made from. */
export type Rows = {
  app: App;
  fn: Fn;
  event: EventRecord;
  run: Run;
  runUpdate: Run;
  runKey: { key: string; ext: string | null; expiresAt: number };
  step: {
    run: string;
    id: string;
    seq: number;
    op: string;
    name: string;
    out: string;
    attempt: number;
    startedAt: number;
    at: number;
  };
  job: Job;
  pause: Pause;
  batch: BatchState;
  debounce: DebounceState;
  bucket: { key: string; tat: number };
  cron: CronState;
  attempt: Attempt & { seq: number };
  cancellation: Cancellation;
  audit: { id: string; at: number; action: string; target: string; detail: string };
};

export type TableName = keyof Rows;
type Cell = string | number | null;
type Spec<T> = Table & { image: (value: T) => Cell[] };
type Column = Table["columns"][number];

const text = (...names: string[]): Column[] => names.map((name) => [name, "text"]);
const ms = (...names: string[]): Column[] => names.map((name) => [name, "int8"]);
const int = (...names: string[]): Column[] => names.map((name) => [name, "int4"]);

const pauseJson = (pauses: Pause[]): string | null =>
  pauses.length === 0
    ? null
    : JSON.stringify(
        pauses.map((pause) => ({
          event: pause.target,
          if: pause.condition?.text ?? null,
          captured: pause.captured,
          expires: pause.expires,
        })),
      );

const runImage = (run: Run): Cell[] => [
  run.id,
  run.status,
  run.startedAt,
  run.endedAt,
  run.output,
  run.discovery.due,
  run.discovery.attempt,
  run.race ? 1 : 0,
];
const runColumns = [
  ...text("id", "status"),
  ...ms("started_at", "ended_at"),
  ...text("output"),
  ...ms("due"),
  ...int("attempt", "race"),
];

/** The last image of a row counts, so each spec reads its value when the batch is written, not when it is put. */
export const TABLES: { [K in TableName]: Spec<Rows[K]> } = {
  app: {
    name: "app",
    keys: ["url"],
    write: "upsert",
    columns: [...text("url", "id", "sdk", "framework", "checksum", "error"), ...ms("synced_at")],
    image: (a) => [a.url, a.id, a.sdk, a.framework, a.checksum, a.error, a.syncedAt],
  },
  fn: {
    name: "fn",
    keys: ["id"],
    write: "upsert",
    columns: [...text("id", "app_url", "config"), ...ms("paused_at", "removed_at")],
    image: (f) => [f.id, f.app.url, f.raw, f.pausedAt, f.removedAt],
  },
  event: {
    name: "event",
    keys: ["id"],
    write: "insert",
    columns: [...text("id", "external_id", "name", "data", "tenant"), ...ms("ts", "received_at")],
    image: (e) => [e.id, e.externalId, e.name, e.text, e.tenant, e.ts, e.receivedAt],
  },
  run: {
    name: "run",
    keys: ["id"],
    write: "insert",
    columns: [
      ...runColumns,
      ...text("fn", "events", "tenant", "flow", "lanes", "cancels", "parent_run", "parent_step"),
      ...text("replay_of", "cron", "singleton_key"),
      ...ms("queued_at", "priority_ms"),
      ...int("batch", "internal"),
    ],
    image: (r) => [
      ...runImage(r),
      r.fn.id,
      r.eventIds.join(" "),
      r.tenant,
      r.flow,
      JSON.stringify(r.laneKeys),
      pauseJson(r.cancels),
      r.parent?.run ?? null,
      r.parent?.step ?? null,
      r.replayOf,
      r.cron,
      r.singletonKey,
      r.queuedAt,
      r.priorityMs,
      r.batch ? 1 : 0,
      r.internal ? 1 : 0,
    ],
  },
  runUpdate: { name: "run", keys: ["id"], write: "update", columns: runColumns, image: runImage },
  runKey: {
    name: "run_key",
    keys: ["key"],
    write: "upsert",
    columns: [...text("key", "ext"), ...ms("expires_at")],
    image: (k) => [k.key, k.ext, k.expiresAt],
  },
  step: {
    name: "step",
    keys: ["run", "id"],
    write: "insert",
    columns: [
      ...text("run", "id", "op", "name", "out"),
      ...ms("seq", "started_at", "at"),
      ...int("attempt"),
    ],
    image: (s) => [s.run, s.id, s.op, s.name, s.out, s.seq, s.startedAt, s.at, s.attempt],
  },
  job: {
    name: "job",
    keys: ["run", "step"],
    write: "upsert",
    columns: [...text("run", "step", "kind", "name"), ...ms("due"), ...int("attempt")],
    image: (j) => [j.run.id, j.step, j.kind, j.name, j.due, j.attempt],
  },
  pause: {
    name: "pause",
    keys: ["run", "step"],
    write: "upsert",
    columns: [
      ...text("run", "step", "kind", "name", "target", "condition", "captured"),
      ...ms("expires"),
    ],
    image: (p) => [
      p.run.id,
      p.step,
      p.kind,
      p.name,
      p.target,
      p.condition?.text ?? null,
      p.captured,
      p.expires,
    ],
  },
  batch: {
    name: "batch",
    keys: ["key"],
    write: "upsert",
    columns: [...text("key", "fn", "events"), ...ms("due")],
    image: (b) => [b.key, b.fn.id, b.events.map((event) => event.id).join(" "), b.due],
  },
  debounce: {
    name: "debounce",
    keys: ["key"],
    write: "upsert",
    columns: [...text("key", "fn", "event"), ...ms("due", "first_at")],
    image: (d) => [d.key, d.fn.id, d.event.id, d.due, d.firstAt],
  },
  bucket: {
    name: "bucket",
    keys: ["key"],
    write: "upsert",
    columns: [...text("key"), ...ms("tat")],
    image: (b) => [b.key, Math.ceil(b.tat)],
  },
  cron: {
    name: "cron",
    keys: ["key"],
    write: "upsert",
    columns: [...text("key", "fn"), ...ms("next_at", "last_at")],
    image: (c) => [c.key, c.fn.id, c.nextAt, c.lastAt],
  },
  attempt: {
    name: "attempt",
    keys: ["run", "seq"],
    write: "insert",
    columns: [
      ...text("run", "step", "error"),
      ...ms("seq", "started_at", "ended_at"),
      ...int("attempt", "status"),
    ],
    image: (a) => [a.run, a.step, a.error, a.seq, a.startedAt, a.endedAt, a.attempt, a.status],
  },
  cancellation: {
    name: "cancellation",
    keys: ["id"],
    write: "upsert",
    columns: [...text("id", "fn", "tenant", "condition"), ...ms("from_at", "to_at", "created_at")],
    image: (c) => [c.id, c.fn, c.tenant, c.condition?.text ?? null, c.from, c.to, c.createdAt],
  },
  audit: {
    name: "audit",
    keys: ["id"],
    write: "insert",
    columns: [...text("id", "action", "target", "detail"), ...ms("at")],
    image: (a) => [a.id, a.action, a.target, a.detail, a.at],
  },
};
