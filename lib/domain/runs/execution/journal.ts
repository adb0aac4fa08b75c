import { type Kysely, type RawBuilder, sql } from "kysely";
import { jsonText, type StepRow } from "@/lib/domain/runs/execution/history";
import type { PlanStep, StepEnd } from "@/lib/domain/runs/execution/plan";
import type { DB } from "@/lib/infra/db/types";

export type RunKey = { tenantId: string; runId: string };

/** Everything a run is made of, frozen when it was asked for. */
export type LoadedRun = RunKey & {
  workflowId: string;
  workflowName: string;
  version: number;
  requestId: string | null;
  /** A run of a sample workflow: nobody gets mail from it. */
  isDemo: boolean;
  queuedAt: Date;
  startedAt: Date;
  /** Its row says that it is under way. */
  isTold: boolean;
  trigger: Record<string, unknown>;
  steps: PlanStep[];
  /** How steps ended that were taken over from an earlier run; they are neither performed nor written again. */
  seed: [stepId: string, end: StepEnd][];
  /** Idempotency keys that steps keep from an earlier run, because nobody knows whether it happened outside. */
  effectKeys: Record<string, string> | null;
  tenant: Record<string, unknown> & { name: string };
  /** The event that asks the engine for the run, while it is held back; it goes with the end of the run. */
  heldEvent?: string;
};

type Row = Omit<LoadedRun, keyof RunKey | "steps" | "heldEvent"> & {
  definition: { steps: PlanStep[] };
};

/** A run that has not ended. */
export const LIVE = sql`status in ('queued', 'running', 'waiting')`;

/**
 * Loads a run. Undefined when it has ended or is not there. It only reads: whatever the run writes first marks it
 * running, so a run that ends without waiting for anything costs one commit less.
 */
export const beginRun = async (
  db: Kysely<DB>,
  { tenantId, runId }: RunKey,
): Promise<LoadedRun | undefined> => {
  const { rows } = await sql<Row>`
    select r.workflow_id, r.workflow_name, r.version, r.request_id, r.is_demo, r.queued_at, r.trigger, r.effect_keys, v.definition,
      coalesce(r.started_at, now()) as started_at, r.status <> 'queued' or r.rescues > 0 as is_told,
      jsonb_build_object('id', t.id, 'name', t.name, 'slug', t.slug, 'plan', t.plan, 'timeZone', t.time_zone,
        'currency', t.currency) as tenant,
      case when r.replay_of is null then '[]' else (
        select coalesce(jsonb_agg(jsonb_build_array(s.step_id, jsonb_strip_nulls(
          jsonb_build_object('status', s.status, 'error', s.error)) || case when s.status = 'succeeded'
          then jsonb_build_object('output', s.output) else '{}' end)), '[]')
        from public.run_steps s where s.tenant_id = r.tenant_id and s.run_id = r.id and s.reused) end as seed
    from public.runs r
    join public.workflow_versions v
      on v.tenant_id = r.tenant_id and v.workflow_id = r.workflow_id and v.version = r.version
    join public.tenants t on t.id = r.tenant_id
    where r.tenant_id = ${tenantId} and r.id = ${runId} and r.${LIVE}`.execute(db);
  const [row] = rows;
  if (!row) return undefined;
  const { definition, ...rest } = row;
  return { tenantId, runId, ...rest, steps: definition.steps };
};

/** The columns of `StepRow`. */
export const STEP_COLUMNS = sql`step_id text, position int, type text, status text, input jsonb, output jsonb, error jsonb,
  started_at timestamptz, ended_at timestamptz`;

/** Step rows as a table, for the `from` of a statement. */
export const stepTable = (rows: readonly StepRow[]): RawBuilder<unknown> =>
  sql`jsonb_to_recordset(${jsonText(rows)}::text::jsonb) as r (${STEP_COLUMNS})`;

/**
 * Writes rows of steps that ended, given as `o` with `tenant_id` and `run_id` and the columns `r`; a step that has ended
 * already stays as it is. Meant as a CTE.
 */
export const writeSteps = (from: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  insert into public.run_steps as s
    (tenant_id, run_id, step_id, position, type, status, input, output, error, started_at, ended_at)
  select o.tenant_id, o.run_id, r.* from ${from}
  on conflict (tenant_id, run_id, step_id) do update set status = excluded.status, input = excluded.input,
    output = excluded.output, error = excluded.error, started_at = coalesce(s.started_at, excluded.started_at),
    ended_at = excluded.ended_at
  where s.ended_at is null
  returning 1`;

/** Writes rows of one run. Without rows it does not touch the table: to open all its parts takes longer than most of the statement. */
const writeOwn = ({ tenantId, runId }: RunKey, rows: readonly StepRow[]): RawBuilder<unknown> =>
  rows.length === 0
    ? sql`select where false`
    : writeSteps(
        sql`(select ${tenantId}::uuid as tenant_id, ${runId}::uuid as run_id) as o cross join ${stepTable(rows)}`,
      );

/** Counts the ended steps of a run, with those of the CTE `written` beside it. For the `set` of an update. */
export const progress = ({ tenantId, runId }: RunKey): RawBuilder<unknown> => sql`
  steps_done = (select count(*) from written) + (select count(*) from public.run_steps
    where tenant_id = ${tenantId} and run_id = ${runId} and ended_at is not null)`;

/** Writes rows of steps that ended while the rest of the run waits, and the run's progress, in one statement. */
export const noteEnds = async (
  db: Kysely<DB>,
  run: RunKey,
  rows: readonly StepRow[],
): Promise<void> => {
  await sql`
    with written as (${writeOwn(run, rows)})
    update public.runs set ${progress(run)}
    where tenant_id = ${run.tenantId} and id = ${run.runId} and ${LIVE}`.execute(db);
};

/**
 * Marks a step, and the run with it, as waiting until an instant; rows of steps that ended go along. The instant it was
 * first told stands and is given back; undefined when the run is over.
 */
export const markWaiting = async (
  db: Kysely<DB>,
  run: RunKey,
  step: { id: string; type: string; position: number },
  given: { input: unknown; at: string; until: string; rows: readonly StepRow[] },
): Promise<string | undefined> => {
  const { rows } = await sql<{ until: Date }>`
    with written as (${writeOwn(run, given.rows)}),
    live as (
      update public.runs set status = 'waiting', started_at = coalesce(started_at, now()), ${progress(run)}
      where tenant_id = ${run.tenantId} and id = ${run.runId} and ${LIVE}
      returning id),
    waiting as (
      insert into public.run_steps as s
        (tenant_id, run_id, step_id, position, type, status, input, started_at, waits_until)
      select ${run.tenantId}, ${run.runId}, ${step.id}, ${step.position}, ${step.type}, 'waiting',
        ${jsonText(given.input)}::text::jsonb, ${given.at}::timestamptz, ${given.until}::timestamptz from live
      on conflict (tenant_id, run_id, step_id) do update set status = 'waiting',
        waits_until = coalesce(s.waits_until, excluded.waits_until)
      returning waits_until)
    select waits_until as until from waiting`.execute(db);
  return rows[0]?.until.toISOString();
};
