import { sql } from "kysely";
import { AppError } from "@/lib/core/errors";
import { uuidv7 } from "@/lib/core/ids";
import type { TriggerKind } from "@/lib/domain/runs/schema";
import { afterCommit, type Tx } from "@/lib/infra/db/as-tenant";
import { nudgeRelay } from "@/lib/infra/events/relay";

/** What starts a run; `trigger` is what its expressions see, `ref` points to the delivery, event or run it came from. */
export type RunRequest = {
  /** The run's id, when it must be known before; a new one else. */
  id?: string;
  workflowId: string;
  version: number;
  triggerKind: TriggerKind;
  trigger: object;
  ref?: string;
  replayOf?: string;
  requestId?: string | undefined;
  /** The step of another run that asks for it, and how many runs stand above then. */
  parent?: { runId: string; stepId: string; depth: number };
};

/**
 * Queues a run of a published version and the event that starts it, in one statement of the caller's transaction; the
 * run's id. Throws not_found when there is no such version.
 */
export const requestRun = async (tx: Tx, request: RunRequest): Promise<string> => {
  const { id = uuidv7(), workflowId, version, triggerKind, trigger, ref, replayOf } = request;
  const { requestId, parent } = request;
  const { rows } = await sql`
    with run as (
      insert into public.runs (id, workflow_id, workflow_name, version, trigger_kind, trigger, trigger_ref, is_demo,
        replay_of, request_id, parent_run_id, parent_step_id, depth, steps_total)
      select ${id}, w.id, w.name, v.version, ${triggerKind}, ${JSON.stringify(trigger)}::text::jsonb, ${ref ?? null},
        w.is_demo, ${replayOf ?? null}::uuid, ${requestId ?? null}, ${parent?.runId ?? null}::uuid, ${parent?.stepId ?? null},
        ${parent?.depth ?? 0}::smallint, jsonb_array_length(v.definition -> 'steps')
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
