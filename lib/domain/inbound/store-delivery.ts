import { type Kysely, sql } from "kysely";
import { uuidv7 } from "@/lib/core/ids";
import type { LiveHook } from "@/lib/domain/inbound/find-hook";
import { within } from "@/lib/domain/inbound/within";
import { asSystem } from "@/lib/infra/db/as-system";
import { together } from "@/lib/infra/db/together";
import type { DB } from "@/lib/infra/db/types";
import { HOLD_S } from "@/lib/infra/events/held";
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
  /** Holds the event back that asks for the run, for `HOLD_S`: whoever gives this executes the run itself. */
  isHeld?: boolean;
};

/** A run as it was stored, with the event that is held back; `trigger` and `tenant` are what expressions see. */
export type HeldRun = {
  tenantId: string;
  runId: string;
  heldEvent: string;
  workflowId: string;
  workflowName: string;
  version: number;
  requestId: string | null;
  isDemo: boolean;
  queuedAt: Date;
  trigger: Record<string, unknown>;
  tenant: Record<string, unknown> & { name: string };
};

type Stored = { deliveryId: string; duplicate: boolean; run?: HeldRun };
type Row = Omit<Stored, "run"> & { id: string } & { [Key in keyof HeldRun]: HeldRun[Key] | null };

/** A weak key says little about identity, so it holds for a day; a sender's own outlives every retry schedule. */
const lifetime = (isWeakKey: boolean) => (isWeakKey ? "24 hours" : "30 days");

const rowOf = (given: AcceptedDelivery) => ({
  tenant_id: given.hook.tenantId,
  hook_id: given.hook.id,
  id: uuidv7(),
  run_id: uuidv7(),
  event_id: uuidv7(),
  key: given.key,
  is_weak_key: given.isWeakKey,
  lifetime: lifetime(given.isWeakKey),
  topic: given.topic,
  content_type: given.contentType,
  headers: given.headers,
  body: given.body,
  bytes: given.bytes,
  decoded: given.decoded,
  trace: given.trace,
  is_held: given.isHeld ?? false,
});

const storedOf = ({ id: _, deliveryId, duplicate, ...run }: Row): Stored => ({
  deliveryId,
  duplicate,
  ...(run.runId !== null && { run: run as HeldRun }),
});

/**
 * Stores each delivery with its run and its outbox event, all in one statement, once per key. The hook and its workflow are
 * looked up by key for each, whatever Postgres thinks of the number; keys are claimed in one order, so that two statements
 * never wait for each other.
 */
const storeAll = async (
  db: Kysely<DB>,
  given: AcceptedDelivery[],
): Promise<(Stored | undefined)[]> => {
  const wanted = given.map(rowOf);
  const { rows } = await sql<Row>`
    with given as materialized (
      select * from json_to_recordset(${JSON.stringify(wanted)}::text::json) as g (tenant_id uuid, hook_id uuid, id uuid, run_id uuid,
        event_id uuid, key text, is_weak_key boolean, lifetime interval, topic text, content_type text, headers jsonb, body text,
        bytes int, decoded text, trace jsonb, is_held boolean)
    ), live as materialized (
      select g.id as given_id, l.* from given g cross join lateral (
        select h.workflow_id, w.name, w.live_version, w.is_demo,
          coalesce(jsonb_array_length(v.definition -> 'steps'), 0) as steps,
          case t.plan when 'enterprise' then 300 when 'pro' then 120 when 'starter' then 60 else 0 end as priority,
          case when g.is_held then jsonb_build_object('id', t.id, 'name', t.name, 'slug', t.slug, 'plan', t.plan,
            'timeZone', t.time_zone, 'currency', t.currency) end as tenant
        from public.hooks h
        join public.workflows w on w.tenant_id = h.tenant_id and w.id = h.workflow_id and w.status = 'live' and w.deleted_at is null
        join public.workflow_versions v on v.tenant_id = w.tenant_id and v.workflow_id = w.id and v.version = w.live_version
        join public.tenants t on t.id = h.tenant_id and t.deleted_at is null
        where h.tenant_id = g.tenant_id and h.id = g.hook_id and h.enabled limit 1) l
    ), claim as (
      insert into public.delivery_keys as k (tenant_id, hook_id, key, delivery_id, expires_at)
      select distinct on (tenant_id, hook_id, key) tenant_id, hook_id, key, g.id, now() + lifetime
      from given g join live on live.given_id = g.id order by tenant_id, hook_id, key
      on conflict (tenant_id, hook_id, key) do update set
        delivery_id = case when k.expires_at > now() then k.delivery_id else excluded.delivery_id end,
        received_at = case when k.expires_at > now() then k.received_at else excluded.received_at end,
        expires_at = case when k.expires_at > now() then k.expires_at else excluded.expires_at end
      returning tenant_id, hook_id, key, delivery_id
    ), fresh as materialized (
      select live.*, g.* from claim join given g on g.id = claim.delivery_id join live on live.given_id = g.id
    ), delivery as (
      insert into public.deliveries (tenant_id, id, hook_id, workflow_id, key, is_weak_key, topic, content_type, headers, body, bytes, run_id)
      select tenant_id, id, hook_id, workflow_id, key, is_weak_key, topic, content_type, headers, body, bytes, run_id from fresh
    ), run as (
      insert into public.runs (tenant_id, id, workflow_id, workflow_name, version, trigger_kind, trigger, trigger_ref, is_demo, request_id, steps_total)
      select tenant_id, run_id, workflow_id, name, live_version, 'webhook',
        jsonb_build_object('body', case when decoded is null then body::jsonb else decoded::jsonb end, 'headers', headers, 'topic', topic),
        id::text, is_demo, trace ->> 'requestId', steps from fresh
      returning id, workflow_name, version, request_id, is_demo, queued_at, trigger
    ), event as (
      insert into app.outbox (id, tenant_id, name, data, trace, held_until)
      select event_id, tenant_id, 'workflows/run.requested', jsonb_build_object('tenantId', tenant_id, 'runId', run_id,
        'workflowId', workflow_id, 'priority', priority, 'trace', trace), trace,
        case when is_held then now() + make_interval(secs => ${HOLD_S}) end from fresh
    )
    select g.id, c.delivery_id, c.delivery_id <> g.id as duplicate, g.tenant_id, h.id as run_id, f.event_id as held_event,
      f.workflow_id, h.workflow_name, h.version, h.request_id, h.is_demo, h.queued_at, h.trigger, f.tenant
    from given g join claim c using (tenant_id, hook_id, key)
    left join fresh f on f.id = g.id and f.is_held left join run h on h.id = f.run_id`.execute(db);
  if (rows.some(({ duplicate, runId }) => !duplicate && runId === null)) nudgeRelay();
  const found = new Map(rows.map((row) => [row.id, storedOf(row)]));
  return wanted.map(({ id }) => found.get(id));
};

/** A statement of which nothing is heard, as on a line that was cut, must not keep the lane from others for longer. */
const LANE_MS = 5000;

/** A statement for eight takes little more than one for one: a third of the work for each. */
const store = together({
  weigh: ({ bytes }: AcceptedDelivery) => bytes,
  statement: (db, given) => within(LANE_MS, storeAll(db, given)),
});

/**
 * Stores delivery, run and outbox event together, once per key, and tells the delivery id that holds: a repeat gets the
 * first one's. Undefined when the workflow is not live, which is judged in the same statement. Deliveries that come at the
 * same time share a statement; one that the database refuses spoils none of the others.
 */
export const storeDelivery = (given: AcceptedDelivery): Promise<Stored | undefined> =>
  store(asSystem("ingress writes for the hook's tenant in one statement"), given);
