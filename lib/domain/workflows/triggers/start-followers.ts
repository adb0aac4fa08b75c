import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { derivedId } from "@/lib/core/derived-id";
import { uuidv7 } from "@/lib/core/ids";
import { afterCommit, asTenant, type Tx } from "@/lib/infra/db/as-tenant";
import { nudgeRelay } from "@/lib/infra/events/relay";

type Step = { id: string; output: unknown };
type Ended = {
  id: string;
  workflowId: string;
  workflowName: string;
  version: number;
  status: string;
  error: unknown;
  queuedAt: Date;
  endedAt: Date;
  steps: Step[];
  depth: number;
};

/** Runs that start each other may form a chain of this length; a longer one is a loop. */
const DEPTH_MAX = 10;
const OUTPUT_MAX = 16_384;
const OUTPUTS_MAX = 65_536;

const readEnded = async (tx: Tx, runId: string): Promise<Ended | undefined> => {
  const { rows } = await sql<Ended>`
    with recursive chain (id, n) as (
      select ${runId}::uuid, 1
      union all
      select coalesce(r.parent_run_id, r.trigger_ref::uuid), n + 1 from chain join public.runs r on r.id = chain.id
      where (r.parent_run_id is not null or r.trigger_kind = 'workflow' and r.trigger_ref is not null)
        and n <= ${DEPTH_MAX})
    select r.id, r.workflow_id, r.workflow_name, r.version, r.status, r.error, r.queued_at, r.ended_at,
      (select max(n) from chain) as depth,
      (select coalesce(jsonb_agg(jsonb_build_object('id', s.step_id, 'output',
        case when length(s.output::text) <= ${OUTPUT_MAX} then s.output
        else jsonb_build_object('truncated', true, 'bytes', octet_length(s.output::text)) end) order by s.position), '[]')
       from public.run_steps s where s.run_id = r.id and s.status = 'succeeded') as steps
    from public.runs r where r.id = ${runId} and r.ended_at is not null`.execute(tx);
  return rows[0];
};

// Whoever needs more than fits reads it from the run.
const outputsOf = (steps: Step[]): Record<string, unknown> => {
  let left = OUTPUTS_MAX;
  return Object.fromEntries(
    steps.map(({ id, output }) => {
      const { length } = JSON.stringify(output ?? null);
      left -= length;
      return [id, left >= 0 ? output : { truncated: true, bytes: length }];
    }),
  );
};

const triggerOf = ({ steps, depth: _, ...run }: Ended) => ({
  run: { ...run, outputs: outputsOf(steps) },
});

const TOO_DEEP = {
  code: "too_deep",
  message: `More than ${DEPTH_MAX} runs have started each other in a row; the workflows probably form a loop.`,
};

const endTooDeep = (tx: Tx, runs: { id: string }[], error: string) =>
  sql`
  update public.runs set status = 'failed', error = ${error}::text::jsonb, ended_at = now()
  where id = any (${runs.map(({ id }) => id)}::uuid[]) and status = 'queued'`.execute(tx);

/**
 * Queues a run of every live workflow that follows the one whose run ended; how many were new. Ids come from the ended
 * run, so doing it again adds nothing. At the end of a chain that is too long the run is there, failed, and says so.
 */
export const startFollowers = (caller: Caller, runId: string): Promise<number> =>
  asTenant(caller, async (tx) => {
    const ended = await readEnded(tx, runId);
    if (!ended) return 0;
    const followers = await tx
      .selectFrom("followers")
      .select("workflowId")
      .where("sourceId", "=", ended.workflowId)
      .where(sql<boolean>`${ended.status} = any (statuses)`)
      .execute();
    if (followers.length === 0) return 0;
    const error = ended.depth > DEPTH_MAX ? JSON.stringify(TOO_DEEP) : null;
    const base = uuidv7(ended.endedAt.getTime()).slice(0, 13) + runId.slice(13);
    const runs = followers.map(({ workflowId }) => ({
      id: derivedId(base, workflowId),
      workflow_id: workflowId,
    }));
    const { rows } = await sql<{ id: string }>`
      with run as (
        insert into public.runs (id, workflow_id, workflow_name, version, trigger_kind, trigger, trigger_ref, is_demo,
          steps_total)
        select d.id, w.id, w.name, v.version, 'workflow', ${JSON.stringify(triggerOf(ended))}::text::jsonb, ${runId},
          w.is_demo, jsonb_array_length(v.definition -> 'steps')
        from jsonb_to_recordset(${JSON.stringify(runs)}::text::jsonb) as d (id uuid, workflow_id uuid)
        join public.workflows w on w.id = d.workflow_id and w.status = 'live'
        join public.workflow_versions v on v.tenant_id = w.tenant_id and v.workflow_id = w.id and v.version = w.live_version
        on conflict (tenant_id, id) do nothing
        returning tenant_id, id, workflow_id),
      told as (
      insert into app.outbox (id, tenant_id, name, data)
      select run.id, run.tenant_id, 'workflows/run.requested', jsonb_build_object('tenantId', run.tenant_id,
        'runId', run.id, 'workflowId', run.workflow_id,
        'priority', case t.plan when 'enterprise' then 300 when 'pro' then 120 when 'starter' then 60 else 0 end)
      from run join public.tenants t on t.id = run.tenant_id where ${error}::text is null)
      select id from run`.execute(tx);
    if (error) await endTooDeep(tx, rows, error);
    afterCommit(nudgeRelay);
    return rows.length;
  });
