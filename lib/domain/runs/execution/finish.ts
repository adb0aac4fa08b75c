import { type Kysely, sql } from "kysely";
import { jsonText, type StepRow } from "@/lib/domain/runs/execution/history";
import { LIVE, type RunKey, STEP_COLUMNS, writeSteps } from "@/lib/domain/runs/execution/journal";
import {
  appendLogs,
  closeAttempt,
  closingOf,
  type Ending,
  effectKey,
} from "@/lib/domain/runs/execution/ledger";
import type { StepError } from "@/lib/domain/runs/execution/plan";
import { partOf } from "@/lib/infra/db/parts";
import { given, together } from "@/lib/infra/db/together";
import type { DB } from "@/lib/infra/db/types";

/** How a run ends. A cancelled one was ended by a step of its own. */
export type Outcome =
  | { status: "succeeded" }
  | { status: "failed" | "cancelled"; error: StepError & { stepId?: string } };

/** The last effect of a run, not recorded yet. */
export type LastEffect = Ending & { stepId: string };

type Ended = {
  rows?: StepRow[];
  stepsDone?: number;
  /** When the run began, should its row not tell yet. */
  startedAt?: Date;
  last?: LastEffect;
  /** No step is left open. */
  isWhole?: boolean;
  /** The event that asks for the run, which nobody needs any more. */
  heldEvent?: string;
};

type Given = { run: RunKey; text: string; hasRows: boolean; isWhole: boolean; isHeld: boolean };

/** Cancels the steps that are open, but for those that the same statement writes. */
const cancelOpen = sql`
  update public.run_steps s set status = 'cancelled', ended_at = now() from ended e join given g using (tenant_id, run_id)
  where not g.is_whole and s.tenant_id = e.tenant_id and s.run_id = e.run_id
    and s.ended_at is null and s.step_id <> all(g.written)`;

const dropEvents = sql`
  delete from app.outbox o using ended e join given g using (tenant_id, run_id) where o.id = g.held_event`;

const COLUMNS = sql`tenant_id uuid, run_id uuid, status text, error jsonb, started_at timestamptz, steps_done int, rows json,
  key text, step_id text, result text, at timestamptz, attempt int, closing jsonb, logs jsonb, written text[], is_whole boolean,
  held_event uuid`;

/** Rows are locked in one order, so that two statements never wait for each other. */
const finishAll = async (db: Kysely<DB>, ends: Given[]): Promise<boolean[]> => {
  const byId = (a: Given, b: Given) => (a.run.runId < b.run.runId ? -1 : 1);
  const texts = ends.toSorted(byId).map(({ text }) => text);
  const ids = ends.map(({ run }) => run.runId);
  const nothing = sql`select where false`;
  const { rows } = await sql<{ tenantId: string; runId: string }>`
    with given as materialized (
      select * from ${given(texts, COLUMNS)}),
    done as (
      update public.effects e set done_at = now(), result = g.result::jsonb from given g
      where e.tenant_id = g.tenant_id and e.key = g.key and e.done_at is null returning e.tenant_id, e.key, e.result),
    ours as materialized (
      select g.*, d.result as kept from given g left join done d using (tenant_id, key)
      where g.key is null or d.key is not null),
    step as (
      update ${partOf("run_steps", ids)} s set status = o.kept ->> 'status', output = o.kept -> 'output', error = o.kept -> 'error',
        ended_at = o.at, ${appendLogs(sql`o.logs`)}, ${closeAttempt(sql`o.attempt`, sql`o.closing`)}
      from ours o where s.tenant_id = o.tenant_id and s.run_id = o.run_id and s.step_id = o.step_id and s.ended_at is null),
    ended as (
      update ${partOf("runs", ids)} r set status = o.status, error = o.error, ended_at = now(),
        started_at = coalesce(r.started_at, o.started_at, now()), steps_done = coalesce(o.steps_done, r.steps_done)
      from ours o where r.tenant_id = o.tenant_id and r.id = o.run_id and r.${LIVE}
      returning r.tenant_id, r.id as run_id),
    written as (${ends.some(({ hasRows }) => hasRows) ? writeSteps(sql`ours o cross join json_to_recordset(o.rows) as r (${STEP_COLUMNS})`) : nothing}),
    dropped as (${ends.every(({ isWhole }) => isWhole) ? nothing : cancelOpen}),
    told as (${ends.some(({ isHeld }) => isHeld) ? dropEvents : nothing})
    select tenant_id, run_id from ended`.execute(db);
  const ended = new Set(rows.map(({ runId }) => runId));
  // A run that two executions end in one breath is ended by the first.
  return ends.map(({ run }) => ended.delete(run.runId));
};

const finish = together({
  weigh: ({ text }: Given) => text.length,
  statement: finishAll,
});

/** The columns of the last effect's record. */
const recordOf = (run: RunKey, { stepId, end, at, attempt, logs }: LastEffect) => ({
  key: effectKey(run, stepId),
  step_id: stepId,
  result: jsonText(end),
  at,
  attempt,
  closing: closingOf(at, end),
  logs: logs.length === 0 ? null : logs,
});

/**
 * Ends a run: the record of its last effect, the last step rows (steps still open are cancelled) and the run's row, in one
 * statement, which runs that end at the same time share. Whoever waits for the end of a run or follows it is told by triggers
 * of that row. False when nothing was ended: the run had ended before, which is how a cancelled run stays cancelled, or the
 * effect had been recorded before.
 */
export const finishRun = (
  db: Kysely<DB>,
  run: RunKey,
  outcome: Outcome,
  { rows = [], stepsDone, startedAt, last, isWhole = false, heldEvent }: Ended = {},
): Promise<boolean> => {
  const row = {
    tenant_id: run.tenantId,
    run_id: run.runId,
    status: outcome.status,
    error: "error" in outcome ? outcome.error : null,
    started_at: startedAt,
    steps_done: stepsDone,
    rows,
    ...(last && recordOf(run, last)),
    written: [...rows.map(({ step_id }) => step_id), ...(last ? [last.stepId] : [])],
    is_whole: isWhole,
    held_event: heldEvent,
  };
  const is = { hasRows: rows.length > 0, isWhole, isHeld: heldEvent !== undefined };
  return finish(db, { run, text: jsonText(row), ...is });
};
