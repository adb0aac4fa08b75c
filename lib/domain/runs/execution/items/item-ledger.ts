import { type Kysely, sql } from "kysely";
import { jsonText } from "@/lib/domain/runs/execution/history";
import type { RunKey } from "@/lib/domain/runs/execution/journal";
import { appendLines } from "@/lib/domain/runs/execution/ledger";
import type { LogLine, StepEnd, StepError } from "@/lib/domain/runs/execution/plan";
import type { DB } from "@/lib/infra/db/types";

/** The items of one step of a run. */
export type ItemsKey = RunKey & { stepId: string };

export type ItemError = StepError & { stepId?: string };

/** How an item went. `ends` is how the steps of its body ended that need not be done again. A waiting one is tried again at `dueAt` (ISO 8601 UTC). */
export type ItemState = { index: number; logs: LogLine[] } & (
  | { status: "succeeded"; output: unknown }
  | { status: "failed"; error: ItemError; ends: Ends }
  | { status: "waiting"; error: ItemError; dueAt: string; ends: Ends }
);

/** How steps of an item's body ended. */
export type Ends = [stepId: string, end: StepEnd][];

/** `key` begins the idempotency keys of the item's steps. */
export type Claimed = { index: number; key: string; attempts: number; ends: Ends | null };

const PREVIEW = 2048;

/** An item as people see it. */
const shown = (item: unknown): unknown => {
  const text = jsonText(item);
  return text.length <= PREVIEW ? item : { truncated: true, preview: text.slice(0, PREVIEW) };
};

const ofStep = ({ tenantId, runId, stepId }: ItemsKey) =>
  sql`tenant_id = ${tenantId} and run_id = ${runId} and step_id = ${stepId}`;

/** Says how many items there are; what was counted before a crash or done by an earlier run stays. */
export const countItems = async (db: Kysely<DB>, key: ItemsKey, total: number): Promise<void> => {
  await sql`update public.run_steps set items_total = ${total}, items_failed = coalesce(items_failed, 0),
    items_done = coalesce(items_done, (select count(*) from public.run_items where ${ofStep(key)} and status = 'succeeded')) where ${ofStep(key)}`.execute(
    db,
  );
};

const rowOf = (state: ItemState) => ({
  index: state.index,
  status: state.status,
  output: state.status === "succeeded" ? state.output : null,
  error: state.status === "succeeded" ? null : state.error,
  ends: state.status === "succeeded" ? null : state.ends,
  due_at: state.status === "waiting" ? state.dueAt : null,
});

/**
 * Records items that were performed and claims the next ones, in one statement, so that never more items than are under
 * way can be repeated after a crash. Gives those that are to be performed: done ones are left out, and waiting ones
 * until they are due. Undefined when the run is over.
 */
export const recordAndClaim = async (
  db: Kysely<DB>,
  key: ItemsKey,
  done: readonly ItemState[],
  next: readonly { index: number; item: unknown }[],
  now: Date,
): Promise<Claimed[] | undefined> => {
  const { tenantId, runId, stepId } = key;
  const claims = next.map(({ index, item }) => ({ index, input: shown(item) }));
  const at = now.toISOString();
  const { rows } = await sql<{ claimed: Claimed[] }>`
    with live as (
      select id from public.runs where tenant_id = ${tenantId} and id = ${runId} and status in ('queued', 'running', 'waiting')),
    recorded as (
      update public.run_items i set status = d.status, output = nullif(d.output, 'null'), error = nullif(d.error, 'null'),
        ends = nullif(d.ends, 'null'), due_at = d.due_at,
        ended_at = case when d.status = 'waiting' then null else ${at}::timestamptz end
      from jsonb_to_recordset(${jsonText(done.map(rowOf))}::text::jsonb) as d
        (index int, status text, output jsonb, error jsonb, ends jsonb, due_at timestamptz)
      where i.tenant_id = ${tenantId} and i.run_id = ${runId} and i.step_id = ${stepId} and i.index = d.index
        and i.status = 'running'
      returning i.status),
    progress as (
      update public.run_steps s set ${appendLines(done.flatMap(({ logs }) => logs))}
        items_done = items_done + (select count(*) from recorded where status <> 'waiting'),
        items_failed = items_failed + (select count(*) from recorded where status = 'failed')
      where ${ofStep(key)} and ended_at is null and exists (select from recorded)),
    claimed as (
      insert into public.run_items as i (tenant_id, run_id, step_id, index, key, status, input, started_at)
      select ${tenantId}, ${runId}, ${stepId}, c.index, ${`run:${runId}:${stepId}:`} || c.index, 'running', c.input, ${at}::timestamptz
      from live, jsonb_to_recordset(${jsonText(claims)}::text::jsonb) as c (index int, input jsonb)
      on conflict (tenant_id, run_id, step_id, index) do update
        set status = 'running', attempts = i.attempts + 1, due_at = null
        where i.status = 'running' or (i.status = 'waiting' and i.due_at <= ${at}::timestamptz)
      returning index, key, attempts, ends)
    select (select coalesce(jsonb_agg(to_jsonb(claimed) order by index), '[]') from claimed) as claimed from live`.execute(
    db,
  );
  return rows[0]?.claimed;
};

/** When waiting items are due, first and last, and the indexes of those due by `now`, at most `limit`. */
export const dueItems = async (
  db: Kysely<DB>,
  key: ItemsKey,
  now: Date,
  limit: number,
): Promise<{ first: Date | null; last: Date | null; due: number[] }> => {
  const { rows } = await sql<{ first: Date | null; last: Date | null; due: number[] }>`
    select min(due_at) as first, max(due_at) as last, array(
      select index from public.run_items where ${ofStep(key)} and status = 'waiting' and due_at <= ${now.toISOString()}::timestamptz
      order by due_at, index limit ${limit}) as due
    from public.run_items where ${ofStep(key)} and status = 'waiting'`.execute(db);
  return rows[0] ?? { first: null, last: null, due: [] };
};

type Summary = {
  succeeded: number;
  failed: number;
  results: { index: number; output: unknown }[];
  errors: { index: number; error: ItemError }[];
};

const RESULTS_MAX = 1000;
const RESULT_CHARACTERS = 200_000;
const ERRORS_MAX = 20;

/** How all items went: counts, the outputs of the first 1,000 places as far as they fit, the first 20 errors. */
export const summarize = async (db: Kysely<DB>, key: ItemsKey): Promise<Summary> => {
  const { rows } = await sql<Summary>`
    with first as (
      select index, output, sum(coalesce(length(output::text), 4) + 1) over (order by index) as size
      from public.run_items where ${ofStep(key)} and index < ${RESULTS_MAX})
    select (select count(*)::int from public.run_items where ${ofStep(key)} and status = 'succeeded') as succeeded,
      (select count(*)::int from public.run_items where ${ofStep(key)} and status = 'failed') as failed,
      (select coalesce(jsonb_agg(jsonb_build_object('index', index, 'output', output) order by index), '[]')
        from first where size <= ${RESULT_CHARACTERS}) as results,
      (select coalesce(jsonb_agg(jsonb_build_object('index', index, 'error', error) order by index), '[]') from (
        select index, error from public.run_items where ${ofStep(key)} and status = 'failed' order by index limit ${ERRORS_MAX}) f
      ) as errors`.execute(db);
  return rows[0] ?? { succeeded: 0, failed: 0, results: [], errors: [] };
};
