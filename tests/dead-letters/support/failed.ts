import { sql } from "kysely";
import { BATCHES } from "@/inngest/bulk-actions/batches";
import { worker } from "@/lib/core/caller";
import { uuidv7 } from "@/lib/core/ids";
import { advanceBulkAction } from "@/lib/domain/bulk-actions/advance";
import { asSystem } from "@/lib/infra/db/as-system";

const system = () => asSystem("tests prepare what they look at");

type Failure = {
  stepId?: string;
  code?: string;
  message?: string;
  version?: number;
  trigger?: object;
};

/**
 * Runs of a published workflow that ended as the interpreter ends them: every step before the failed one succeeded. Their
 * ids, oldest first. The trigger's `n` counts from 0.
 */
export const failRuns = async (
  tenantId: string,
  workflowId: string,
  count: number,
  {
    stepId = "tell",
    code = "http_500",
    message = "warehouse.example.com answered 500.",
    version = 1,
    trigger = {},
  }: Failure = {},
): Promise<string[]> => {
  const error = JSON.stringify({ code, message, stepId });
  // In the order of `n`; ids of one millisecond have none of their own.
  const ids = Array.from({ length: count }, () => uuidv7()).sort();
  await sql`
    with run as (
      insert into public.runs (tenant_id, id, workflow_id, workflow_name, version, trigger_kind, trigger, is_demo, steps_total, status)
      select w.tenant_id, (${ids}::uuid[])[n + 1], w.id, w.name, ${version}, 'manual',
        ${JSON.stringify(trigger)}::text::jsonb || jsonb_build_object('input', jsonb_build_object('n', n)), w.is_demo,
        jsonb_array_length(v.definition -> 'steps'), 'running'
      from public.workflows w join public.workflow_versions v
        on v.tenant_id = w.tenant_id and v.workflow_id = w.id and v.version = ${version}, generate_series(0, ${count - 1}::int) as n
      where w.tenant_id = ${tenantId} and w.id = ${workflowId}
      returning tenant_id, id, workflow_id)
    insert into public.run_steps (tenant_id, run_id, step_id, position, type, status, output, error, started_at, ended_at)
      select run.tenant_id, run.id, s.step ->> 'id', s.position, s.step ->> 'type',
        case when s.step ->> 'id' = ${stepId} then 'failed' else 'succeeded' end, '{"value": "kept"}',
        case when s.step ->> 'id' = ${stepId} then ${error}::text::jsonb end, now(), now()
      from run join public.workflow_versions v on v.workflow_id = run.workflow_id and v.version = ${version},
        jsonb_array_elements(v.definition -> 'steps') with ordinality as s (step, position)
      where s.position <= (select o.n from jsonb_array_elements(v.definition -> 'steps') with ordinality as o (step, n) where o.step ->> 'id' = ${stepId})`.execute(
    system(),
  );
  await sql`update public.runs set status = 'failed', error = ${error}::text::jsonb, ended_at = now()
    where id = any(${ids}::uuid[])`.execute(system());
  return ids;
};

/** Ends a run as the interpreter would. */
export const endRun = async (id: string, status: "succeeded" | "failed", message = "x") => {
  const error =
    status === "failed" ? JSON.stringify({ code: "http_500", message, stepId: "tell" }) : null;
  await sql`update public.runs set status = ${status}, error = ${error}::text::jsonb, ended_at = now() where id = ${id}`.execute(
    system(),
  );
};

/** Does a bulk action as its durable function does, without the engine; at most `batches` of it. */
export const performAction = async (tenantId: string, actionId: string, batches = 10_000) => {
  const caller = worker("bulk-actions-perform", tenantId);
  for (let n = 0; n < batches; n++) {
    const more = await advanceBulkAction(caller, actionId, (tx, action) =>
      BATCHES[action.kind](tx, action, tenantId),
    );
    if (!more) return;
  }
};
