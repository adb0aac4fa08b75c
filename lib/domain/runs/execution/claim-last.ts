import { type Kysely, sql } from "kysely";
import { jsonText, type StepRow } from "@/lib/domain/runs/execution/history";
import { LIVE, type RunKey, STEP_COLUMNS } from "@/lib/domain/runs/execution/journal";
import {
  type Claim,
  claimOf,
  type EffectStep,
  effectKey,
} from "@/lib/domain/runs/execution/ledger";
import type { StepEnd } from "@/lib/domain/runs/execution/plan";
import { partOf } from "@/lib/infra/db/parts";
import { given, together } from "@/lib/infra/db/together";
import type { DB } from "@/lib/infra/db/types";

type Row = {
  tenantId: string;
  key: string;
  claims: number;
  doneAt: Date | null;
  result: StepEnd | null;
};

type Given = { key: string; runId: string; text: string };

const COLUMNS = sql`tenant_id uuid, run_id uuid, key text, step_id text, position int, type text, input jsonb, at text, rows json`;

/** Rows are locked in one order, so that two statements never wait for each other. */
const claimAll = async (db: Kysely<DB>, claims: Given[]): Promise<Claim[]> => {
  const texts = claims.toSorted((a, b) => (a.key < b.key ? -1 : 1)).map(({ text }) => text);
  const runs = partOf(
    "runs",
    claims.map(({ runId }) => runId),
  );
  const { rows } = await sql<Row>`
    with given as materialized (
      select * from ${given(texts, COLUMNS)}),
    live as materialized (
      select r.tenant_id, r.id from given g join ${runs} r on r.tenant_id = g.tenant_id and r.id = g.run_id
      where r.${LIVE} for no key update of r),
    claimed as (
      insert into public.effects as e (tenant_id, key, kind, run_id)
      select g.tenant_id, g.key, g.type, g.run_id from given g
      where exists (select from live where live.tenant_id = g.tenant_id and live.id = g.run_id)
      on conflict (tenant_id, key) do update
        set claims = e.claims + case when e.done_at is null then 1 else 0 end, claimed_at = now()
      returning tenant_id, key, claims, done_at, result),
    written as (
      insert into public.run_steps as s
        (tenant_id, run_id, step_id, position, type, status, input, output, error, started_at, ended_at, attempts)
      select g.tenant_id, g.run_id, r.*, '[]'::jsonb from given g cross join json_to_recordset(g.rows) as r (${STEP_COLUMNS})
      union all
      select g.tenant_id, g.run_id, g.step_id, g.position, g.type, 'running', g.input, null, null, g.at::timestamptz, null,
        jsonb_build_array(jsonb_build_object('n', c.claims, 'startedAt', g.at))
      from claimed c join given g on g.tenant_id = c.tenant_id and g.key = c.key where c.done_at is null
      on conflict (tenant_id, run_id, step_id) do update set status = excluded.status, input = excluded.input,
        output = excluded.output, error = excluded.error, started_at = coalesce(s.started_at, excluded.started_at),
        ended_at = excluded.ended_at, attempts = s.attempts || excluded.attempts
      where s.ended_at is null)
    select tenant_id, key, claims, done_at, result from claimed`.execute(db);
  const byKey = new Map(rows.map((row) => [row.key, row]));
  return claims.map(({ key }) => claimOf(byKey.get(key)));
};

const claim = together({
  weigh: ({ text }: Given) => text.length,
  statement: claimAll,
});

/**
 * Claims an effect whose end is the end of its run, as `claimEffect` does, but leaves the run's row as it is, and shares the
 * statement with those of other runs: `watchRun` tells of one that takes long, `noteAttempt` of one that is tried again.
 */
export const claimLast = (
  db: Kysely<DB>,
  run: RunKey,
  step: EffectStep,
  { input, at, rows }: { input: unknown; at: string; rows: readonly StepRow[] },
): Promise<Claim> => {
  const { tenantId, runId } = run;
  const { id, position, type } = step;
  const key = effectKey(run, id);
  const row = {
    tenant_id: tenantId,
    run_id: runId,
    key,
    step_id: id,
    position,
    type,
    input,
    at,
    rows,
  };
  return claim(db, { key, runId, text: jsonText(row) });
};
