import { sql } from "kysely";
import { uuidv7 } from "@/lib/core/ids";
import type { LiveHook } from "@/lib/domain/inbound/find-hook";
import { asSystem } from "@/lib/infra/db/as-system";
import { nudgeRelay } from "@/lib/infra/events/relay";

export type AcceptedDelivery = {
  hook: LiveHook;
  /** The sender's name for the delivery, or the body's hash (`isWeakKey`). */
  key: string;
  isWeakKey: boolean;
  topic: string | null;
  contentType: string;
  headers: Record<string, string>;
  /** The body as received. */
  body: string;
  bytes: number;
  /** The decoded body as JSON text, or null when `body` is that already. */
  decoded: string | null;
  trace: { requestId?: string; traceparent?: string };
};

type Stored = { deliveryId: string; duplicate: boolean };

/** A weak key says little about identity, so it holds for a day; a sender's own outlives every retry schedule. */
const lifetime = (isWeakKey: boolean) => (isWeakKey ? "24 hours" : "30 days");

/**
 * Stores delivery, run and outbox event in one statement, once per key, and tells the delivery id that holds: a repeat
 * gets the first one's. Undefined when the workflow is not live, which is judged in the same statement.
 */
export const storeDelivery = async (given: AcceptedDelivery): Promise<Stored | undefined> => {
  const { hook, key, isWeakKey, trace } = given;
  const id = uuidv7();
  const runId = uuidv7();
  const { rows } = await sql<Stored>`
    with given as (
      select ${given.body}::text as body, ${given.decoded}::text as decoded, ${JSON.stringify(given.headers)}::text::jsonb as headers,
        ${given.topic}::text as topic, ${JSON.stringify(trace)}::text::jsonb as trace
    ), live as (
      select h.tenant_id, h.id as hook_id, h.workflow_id, w.name, w.live_version, w.is_demo,
        coalesce(jsonb_array_length(v.definition -> 'steps'), 0) as steps,
        case t.plan when 'enterprise' then 300 when 'pro' then 120 when 'starter' then 60 else 0 end as priority
      from public.hooks h
      join public.workflows w on w.tenant_id = h.tenant_id and w.id = h.workflow_id and w.status = 'live' and w.deleted_at is null
      join public.workflow_versions v on v.tenant_id = w.tenant_id and v.workflow_id = w.id and v.version = w.live_version
      join public.tenants t on t.id = h.tenant_id and t.deleted_at is null
      where h.tenant_id = ${hook.tenantId}::uuid and h.id = ${hook.id}::uuid and h.enabled
    ), claim as (
      insert into public.delivery_keys as k (tenant_id, hook_id, key, delivery_id, expires_at)
      select tenant_id, hook_id, ${key}::text, ${id}::uuid, now() + ${lifetime(isWeakKey)}::interval from live
      on conflict (tenant_id, hook_id, key) do update set
        delivery_id = case when k.expires_at > now() then k.delivery_id else excluded.delivery_id end,
        received_at = case when k.expires_at > now() then k.received_at else excluded.received_at end,
        expires_at = case when k.expires_at > now() then k.expires_at else excluded.expires_at end
      returning delivery_id
    ), fresh as (
      select live.*, given.* from live, given, claim where claim.delivery_id = ${id}::uuid
    ), delivery as (
      insert into public.deliveries (tenant_id, id, hook_id, workflow_id, key, is_weak_key, topic, content_type, headers, body, bytes, run_id)
      select tenant_id, ${id}::uuid, hook_id, workflow_id, ${key}::text, ${isWeakKey}::boolean, topic, ${given.contentType}::text,
        headers, body, ${given.bytes}::int, ${runId}::uuid from fresh
    ), run as (
      insert into public.runs (tenant_id, id, workflow_id, workflow_name, version, trigger_kind, trigger, trigger_ref, is_demo, request_id, steps_total)
      select tenant_id, ${runId}::uuid, workflow_id, name, live_version, 'webhook',
        jsonb_build_object('body', case when decoded is null then body::jsonb else decoded::jsonb end, 'headers', headers, 'topic', topic),
        ${id}::text, is_demo, trace ->> 'requestId', steps from fresh
    ), event as (
      insert into app.outbox (id, tenant_id, name, data, trace)
      select ${uuidv7()}::uuid, tenant_id, 'workflows/run.requested', jsonb_build_object('tenantId', tenant_id, 'runId', ${runId}::uuid,
        'workflowId', workflow_id, 'priority', priority, 'trace', trace), trace from fresh
    )
    select delivery_id, delivery_id <> ${id}::uuid as duplicate from claim`.execute(
    asSystem("ingress writes for the hook's tenant in one statement"),
  );
  const [stored] = rows;
  if (stored && !stored.duplicate) nudgeRelay();
  return stored;
};
