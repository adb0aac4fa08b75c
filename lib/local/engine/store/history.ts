import { type EventRow, eventOf } from "../core/memo.ts";
import type { EventRecord } from "../core/model.ts";
import type { Database } from "./session.ts";

/** A run as it is stored, without what only the engine needs. */
export type RunRow = {
  id: string;
  fn: string;
  status: string;
  events: string;
  tenant: string | null;
  cron: string | null;
  parent_run: string | null;
  parent_step: string | null;
  replay_of: string | null;
  queued_at: number;
  started_at: number | null;
  ended_at: number | null;
  output: string | null;
  batch: number;
  attempt: number;
};

export type StepRow = {
  id: string;
  op: string;
  name: string;
  out: string;
  attempt: number;
  started_at: number;
  at: number;
};
type AttemptRow = {
  step: string;
  attempt: number;
  started_at: number;
  ended_at: number;
  status: number;
  error: string;
};

/** What the lists can be narrowed by. Times are Unix milliseconds; `cursor` is the last id of the page before. */
export type RunFilter = {
  fn?: string | undefined;
  status?: string | undefined;
  tenant?: string | undefined;
  from?: number | undefined;
  to?: number | undefined;
  cursor?: string | undefined;
  limit: number;
};

const COLUMNS = [
  "id",
  "fn",
  "status",
  "events",
  "tenant",
  "cron",
  "parent_run",
  "parent_step",
  "replay_of",
  "queued_at",
  "started_at",
  "ended_at",
  "output",
  "batch",
  "attempt",
] as const;

export const findRun = async (sql: Database, id: string): Promise<RunRow | null> => {
  const [row] = await sql<RunRow[]>`select ${sql(COLUMNS)} from engine.run where id = ${id}`;
  return row ?? null;
};

/** Runs, the newest first. */
export const listRuns = (sql: Database, filter: RunFilter): Promise<RunRow[]> => sql<RunRow[]>`
  select ${sql(COLUMNS)} from engine.run where true
  ${filter.fn === undefined ? sql`` : sql`and fn = ${filter.fn}`}
  ${filter.status === undefined ? sql`` : sql`and status = ${filter.status}`}
  ${filter.tenant === undefined ? sql`` : sql`and tenant = ${filter.tenant}`}
  ${filter.from === undefined ? sql`` : sql`and queued_at >= ${filter.from}`}
  ${filter.to === undefined ? sql`` : sql`and queued_at <= ${filter.to}`}
  ${filter.cursor === undefined ? sql`` : sql`and id < ${filter.cursor}`}
  order by id desc limit ${filter.limit}`;

/** Runs an event started, alone or in a batch. */
export const runsOfEvent = (sql: Database, eventId: string): Promise<RunRow[]> => sql<RunRow[]>`
  select ${sql(COLUMNS)} from engine.run where batch = 0 and events = ${eventId}
  union all
  select ${sql(COLUMNS)} from engine.run
  where batch = 1 and string_to_array(events, ' ') @> array[${eventId}]::text[]
  order by id`;

export const childrenOf = (sql: Database, run: RunRow): Promise<RunRow[]> => sql<RunRow[]>`
  select ${sql(COLUMNS)} from engine.run
  where parent_run = ${run.id} and queued_at >= ${run.queued_at} order by id`;

export const stepsOf = (sql: Database, run: string): Promise<StepRow[]> => sql<StepRow[]>`
  select id, op, name, out, attempt, started_at, at from engine.step where run = ${run} order by seq`;

export const attemptsOf = (sql: Database, run: string): Promise<AttemptRow[]> => sql<AttemptRow[]>`
  select step, attempt, started_at, ended_at, status, error from engine.attempt where run = ${run} order by seq`;

/** An event by its internal id, else the newest with this external id. */
export const findEvent = async (sql: Database, id: string): Promise<EventRecord | null> => {
  const [row] = await sql<EventRow[]>`select * from engine.event where id = ${id}`;
  if (row) return eventOf(row);
  const [other] = await sql<EventRow[]>`
    select * from engine.event where external_id = ${id} order by id desc limit 1`;
  return other ? eventOf(other) : null;
};

/** Events, the newest first. */
export const listEvents = async (
  sql: Database,
  filter: Pick<RunFilter, "tenant" | "cursor" | "limit"> & { name?: string | undefined },
): Promise<EventRecord[]> => {
  const rows = await sql<EventRow[]>`
    select * from engine.event where true
    ${filter.name === undefined ? sql`` : sql`and name = ${filter.name}`}
    ${filter.tenant === undefined ? sql`` : sql`and tenant = ${filter.tenant}`}
    ${filter.cursor === undefined ? sql`` : sql`and id < ${filter.cursor}`}
    order by id desc limit ${filter.limit}`;
  return rows.map(eventOf);
};
