import { type Kysely, sql } from "kysely";
import { derivedId } from "@/lib/core/derived-id";
import { AppError } from "@/lib/core/errors";
import { evaluate } from "@/lib/core/expression/expression";
import type { DB } from "@/lib/infra/db/types";

type Due = { workflowId: string; filter: string | null };
type Received = { id: string; name: string; data: object; receivedAt: Date };

// A filter that meets values it cannot work with does not hold; the workflow's owner wrote it, not the sender.
const passes = (filter: string | null, trigger: object): boolean => {
  if (filter === null) return true;
  try {
    return evaluate(filter, { trigger }) === true;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
};

const load = async (db: Kysely<DB>, tenantId: string, eventId: string) => {
  const { rows } = await sql<Received & { due: Due[] }>`
    select e.id, e.name, e.data, e.received_at, coalesce((
      select jsonb_agg(jsonb_build_object('workflowId', s.workflow_id, 'filter', s.filter) order by s.workflow_id)
      from public.subscriptions s join public.workflows w on w.tenant_id = s.tenant_id and w.id = s.workflow_id
      where s.tenant_id = e.tenant_id and s.event_name = e.name and w.status = 'live'), '[]') as due
    from public.events e where e.tenant_id = ${tenantId} and e.id = ${eventId}`.execute(db);
  return rows[0];
};

/**
 * Queues a run of every live workflow that is subscribed to the event and whose filter holds; how many were new. Ids are
 * derived from the event, so doing it again adds nothing.
 */
export const dispatchEvent = async (
  db: Kysely<DB>,
  { tenantId, eventId }: { tenantId: string; eventId: string },
): Promise<number> => {
  const found = await load(db, tenantId, eventId);
  if (!found) return 0;
  const { due, id, name, data, receivedAt } = found;
  const trigger = { event: { id, name, data, receivedAt: receivedAt.toISOString() } };
  const runs = due
    .filter(({ filter }) => passes(filter, trigger))
    .map(({ workflowId }) => ({ id: derivedId(id, workflowId), workflow_id: workflowId }));
  if (runs.length === 0) return 0;
  const { rows } = await sql`
    with run as (
      insert into public.runs (tenant_id, id, workflow_id, workflow_name, version, trigger_kind, trigger, trigger_ref,
        is_demo, steps_total)
      select w.tenant_id, d.id, w.id, w.name, v.version, 'event', ${JSON.stringify(trigger)}::text::jsonb, ${eventId},
        w.is_demo, jsonb_array_length(v.definition -> 'steps')
      from jsonb_to_recordset(${JSON.stringify(runs)}::text::jsonb) as d (id uuid, workflow_id uuid)
      join public.workflows w on w.tenant_id = ${tenantId} and w.id = d.workflow_id and w.status = 'live'
      join public.workflow_versions v on v.tenant_id = w.tenant_id and v.workflow_id = w.id and v.version = w.live_version
      on conflict (tenant_id, id) do nothing
      returning tenant_id, id, workflow_id)
    insert into app.outbox (id, tenant_id, name, data)
    select run.id, run.tenant_id, 'workflows/run.requested', jsonb_build_object('tenantId', run.tenant_id,
      'runId', run.id, 'workflowId', run.workflow_id,
      'priority', case t.plan when 'enterprise' then 300 when 'pro' then 120 when 'starter' then 60 else 0 end)
    from run join public.tenants t on t.id = run.tenant_id
    returning id`.execute(db);
  return rows.length;
};
