import { type Kysely, type RawBuilder, sql } from "kysely";
import { jsonText, type StepRow } from "@/lib/domain/runs/execution/history";
import { type LoadedRun, type RunKey, stepTable } from "@/lib/domain/runs/execution/journal";
import type { LogLine, StepEnd, StepError } from "@/lib/domain/runs/execution/plan";
import { partOf } from "@/lib/infra/db/parts";
import type { DB } from "@/lib/infra/db/types";

/** Once a step's log is this long, further attempts add nothing to it. */
const LOGS_MAX = 16_384;

export type EffectStep = { id: string; type: string; position: number };

/**
 * What a claim says: the number of this attempt (`opened`: what is being waited for already), how the effect ended
 * before, or that the run is over.
 */
export type Claim = { attempt: number; opened?: unknown } | { ended: StepEnd } | { over: true };

type Claimed = { claims: number; doneAt: Date | null; result: StepEnd | null };

/** What the ledger's row says after a claim; without one, the run is over. */
export const claimOf = (claimed: Claimed | undefined): Claim => {
  if (!claimed) return { over: true };
  const { claims, doneAt, result } = claimed;
  if (doneAt && result) return { ended: result };
  return { attempt: claims, ...(result && { opened: result }) };
};

/** The name of a step's effect for ever. */
export const effectKey = ({ runId }: RunKey, stepId: string): string => `run:${runId}:${stepId}`;

/** What the other side receives as idempotency key: the effect's name, or that of an earlier run's whose end nobody knows. */
export const outwardKey = (run: LoadedRun, stepId: string): string =>
  run.effectKeys?.[stepId] ?? effectKey(run, stepId);

const isLive = (run: RunKey) =>
  sql`tenant_id = ${run.tenantId} and id = ${run.runId} and status in ('queued', 'running', 'waiting')`;

/**
 * Claims an effect before it is performed: ledger, the step's row with its attempt, and the rows of steps that ended
 * meanwhile, in one statement. A crash between here and `recordEffect` leaves a claim without an end, and the next
 * attempt performs again under the same key.
 */
export const claimEffect = async (
  db: Kysely<DB>,
  run: RunKey,
  step: EffectStep,
  given: { input: unknown; at: string; rows: readonly StepRow[] },
): Promise<Claim> => {
  const key = effectKey(run, step.id);
  const ended = given.rows.map(({ step_id }) => step_id);
  const { rows } = await sql<Claimed>`
    with live as (
      update ${partOf("runs", [run.runId])} set status = 'running', started_at = coalesce(started_at, now()),
        steps_done = ${ended.length}::int + (select count(*) from public.run_steps where tenant_id = ${run.tenantId}
          and run_id = ${run.runId} and ended_at is not null and step_id <> all(${ended}::text[]))
      where ${isLive(run)} returning id),
    claimed as (
      insert into public.effects as e (tenant_id, key, kind, run_id)
      select ${run.tenantId}, ${key}, ${step.type}, id from live
      on conflict (tenant_id, key) do update
        set claims = e.claims + case when e.done_at is null then 1 else 0 end, claimed_at = now()
      returning claims, done_at, result),
    written as (
      insert into public.run_steps as s
        (tenant_id, run_id, step_id, position, type, status, input, output, error, started_at, ended_at, attempts)
      select ${run.tenantId}::uuid, ${run.runId}::uuid, r.*, '[]'::jsonb from ${stepTable(given.rows)}
      union all
      select ${run.tenantId}::uuid, ${run.runId}::uuid, ${step.id}, ${step.position}::int, ${step.type}, 'running',
        ${jsonText(given.input)}::text::jsonb, null, null, ${given.at}::timestamptz, null,
        jsonb_build_array(jsonb_build_object('n', claims, 'startedAt', ${given.at}::text))
      from claimed where done_at is null
      on conflict (tenant_id, run_id, step_id) do update set status = excluded.status, input = excluded.input,
        output = excluded.output, error = excluded.error, started_at = coalesce(s.started_at, excluded.started_at),
        ended_at = excluded.ended_at, attempts = s.attempts || excluded.attempts
      where s.ended_at is null)
    select claims, done_at, result from claimed`.execute(db);
  return claimOf(rows[0]);
};

/** Adds lines (jsonb; null adds none) to the log of the step `s`, for the `set` of an update. */
export const appendLogs = (lines: RawBuilder<unknown>) => sql`
  logs = case when s.logs is null or length(s.logs::text) < ${sql.lit(LOGS_MAX)}
    then coalesce(coalesce(s.logs, '[]') || ${lines}, s.logs) else s.logs end`;

/** The same for lines that are at hand; nothing when there are none. */
export const appendLines = (logs: readonly LogLine[]) =>
  logs.length === 0 ? sql`` : sql`${appendLogs(sql`${jsonText(logs)}::text::jsonb`)}, `;

/** What is added to an attempt that ended. */
export const closingOf = (at: string, end: { status: string; error?: StepError }) => ({
  endedAt: at,
  ...(end.error && { error: end.error }),
});

/** Closes an attempt of the step `s`. History may have lost one to a crash, so the number is looked for, not counted on. */
export const closeAttempt = (attempt: RawBuilder<unknown>, closing: RawBuilder<unknown>) => sql`
  attempts = coalesce((select jsonb_agg(case when (a ->> 'n')::int = ${attempt} then a || ${closing} else a end order by i)
    from jsonb_array_elements(s.attempts) with ordinality as x (a, i)), '[]')`;

/** How an attempt of an effect ended for good; `at` is ISO 8601 UTC. */
export type Ending = { attempt: number; end: StepEnd; at: string; logs: readonly LogLine[] };

/**
 * Records how an effect ended, for good, in ledger and history. The first record of an effect stands and is given back. The
 * run's row tells of it at once only while other steps are open; else the next thing the run writes does, which follows
 * immediately.
 */
export const recordEffect = async (
  db: Kysely<DB>,
  run: RunKey,
  stepId: string,
  { attempt, end, at, logs }: Ending,
): Promise<StepEnd> => {
  const closing = sql`${jsonText(closingOf(at, end))}::text::jsonb`;
  const { rows } = await sql<{ result: StepEnd }>`
    with done as (
      update public.effects set done_at = now(), result = ${jsonText(end)}::text::jsonb
      where tenant_id = ${run.tenantId} and key = ${effectKey(run, stepId)} and done_at is null returning result),
    step as (
      update ${partOf("run_steps", [run.runId])} s set status = ${end.status}, output = result -> 'output', error = result -> 'error',
        ended_at = ${at}::timestamptz, ${appendLines(logs)}${closeAttempt(sql`${attempt}::int`, closing)}
      from done
      where s.tenant_id = ${run.tenantId} and s.run_id = ${run.runId} and s.step_id = ${stepId} and s.ended_at is null
      returning 1),
    told as (
      update ${partOf("runs", [run.runId])} set steps_done = (select count(*) from step) + (select count(*) from public.run_steps
        where tenant_id = ${run.tenantId} and run_id = ${run.runId} and ended_at is not null)
      where ${isLive(run)} and exists (select from public.run_steps where tenant_id = ${run.tenantId}
        and run_id = ${run.runId} and step_id <> ${stepId} and started_at is not null and ended_at is null))
    select result from done`.execute(db);
  return rows[0]?.result ?? (await endOf(db, run, stepId)) ?? end;
};

/** How an effect ended by the ledger; undefined while it has not. */
export const endOf = async (
  db: Kysely<DB>,
  run: RunKey,
  stepId: string,
): Promise<StepEnd | undefined> => {
  const { rows } = await sql<{ result: StepEnd | null }>`select result from public.effects
    where tenant_id = ${run.tenantId} and key = ${effectKey(run, stepId)} and done_at is not null`.execute(
    db,
  );
  return rows[0]?.result ?? undefined;
};

/** Notes a failed attempt that will be repeated; the step waits `until` then. */
export const noteAttempt = async (
  db: Kysely<DB>,
  run: RunKey,
  stepId: string,
  given: {
    attempt: number;
    error: StepError;
    at: string;
    until: string;
    logs: readonly LogLine[];
  },
): Promise<void> => {
  const { attempt, error, at, until, logs } = given;
  const closing = sql`${jsonText(closingOf(at, { status: "failed", error }))}::text::jsonb`;
  await sql`
    with told as (update public.runs set status = 'running', started_at = coalesce(started_at, now())
      where tenant_id = ${run.tenantId} and id = ${run.runId} and status = 'queued')
    update public.run_steps s set status = 'waiting', waits_until = ${until}::timestamptz,
      ${appendLines(logs)}${closeAttempt(sql`${attempt}::int`, closing)}
    where s.tenant_id = ${run.tenantId} and s.run_id = ${run.runId} and s.step_id = ${stepId} and s.ended_at is null`.execute(
    db,
  );
};

/**
 * Keeps that a wait was opened, which is not its end, and shows the step and the run as waiting. False when the run is
 * over.
 */
export const keepOpened = async (
  db: Kysely<DB>,
  run: RunKey,
  stepId: string,
  { until, logs }: { until: string | null; logs: readonly LogLine[] },
): Promise<boolean> => {
  const { rows } = await sql`
    with live as (update public.runs set status = 'waiting' where ${isLive(run)} returning id),
    opened as (
      update public.effects set result = ${jsonText({ status: "waiting", until })}::text::jsonb
      where tenant_id = ${run.tenantId} and key = ${effectKey(run, stepId)} and done_at is null and result is null),
    step as (
      update public.run_steps s set ${appendLines(logs)}status = 'waiting', waits_until = ${until}::timestamptz
      from live where s.tenant_id = ${run.tenantId} and s.run_id = ${run.runId} and s.step_id = ${stepId}
        and s.ended_at is null)
    select id from live`.execute(db);
  return rows.length > 0;
};
