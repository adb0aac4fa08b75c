import { sql } from "kysely";
import { AppError } from "@/lib/core/errors";
import { uuidv7 } from "@/lib/core/ids";
import { afterCommit, type Tx } from "@/lib/infra/db/as-tenant";
import { nudgeRelay } from "@/lib/infra/events/relay";

/** What starts a run; `trigger` is what its expressions see, `ref` points to the delivery, event or run it came from. */
export type RunRequest = {
  workflowId: string;
  version: number;
  triggerKind: "webhook" | "manual" | "event" | "schedule";
  trigger: object;
  ref?: string;
  replayOf?: string;
  requestId?: string | undefined;
};

/**
 * Queues a run of a published version and the event that starts it, in one statement of the caller's transaction; the
 * run's id. Throws not_found when there is no such version.
 */
export const requestRun = async (tx: Tx, request: RunRequest): Promise<string> => {
  const id = uuidv7();
  const { workflowId, version, triggerKind, trigger, ref, replayOf, requestId } = request;
  const { rows } = await sql`
    with run as (
      insert into public.runs (id, workflow_id, workflow_name, version, trigger_kind, trigger, trigger_ref, is_demo,
        replay_of, request_id, steps_total)
      select ${id}, w.id, w.name, v.version, ${triggerKind}, ${JSON.stringify(trigger)}::text::jsonb, ${ref ?? null},
        w.is_demo, ${replayOf ?? null}::uuid, ${requestId ?? null}, jsonb_array_length(v.definition -> 'steps')
      from public.workflow_versions v join public.workflows w on w.tenant_id = v.tenant_id and w.id = v.workflow_id
      where w.id = ${workflowId} and v.version = ${version} and w.deleted_at is null
      returning id, tenant_id, workflow_id),
    told as (
      insert into app.outbox (id, tenant_id, name, data)
      select ${uuidv7()}, run.tenant_id, 'workflows/run.requested', jsonb_strip_nulls(jsonb_build_object(
        'tenantId', run.tenant_id, 'runId', run.id, 'workflowId', run.workflow_id,
        'priority', case t.plan when 'enterprise' then 300 when 'pro' then 120 when 'starter' then 60 else 0 end,
        'trace', jsonb_build_object('requestId', ${requestId ?? null}::text)))
      from run join public.tenants t on t.id = run.tenant_id)
    select id from run`.execute(tx);
  if (rows.length === 0) throw new AppError("not_found", "There is no such published version.");
  afterCommit(nudgeRelay);
  return id;
};
