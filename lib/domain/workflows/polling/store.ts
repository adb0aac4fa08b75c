import { sql } from "kysely";
import { uuidv7 } from "@/lib/core/ids";
import type { Polling } from "@/lib/domain/workflows/definition/schema";
import type { Found, Item } from "@/lib/domain/workflows/polling/ask";
import type { Tx } from "@/lib/infra/db/as-tenant";

/** A poll whose lease is held, with what its live version asks. */
export type Poll = {
  trigger: Polling;
  cursor: unknown;
  resumeUrl: string | null;
  everyS: number;
  failures: number;
};

type Lease = { workflowId: string; lease: string };

/** The poll of this lease; undefined when the lease is over, or the workflow is not live any more. */
export const readPoll = async (tx: Tx, { workflowId, lease }: Lease): Promise<Poll | undefined> => {
  const { rows } = await sql<Poll>`
    select v.definition -> 'trigger' as trigger, p.cursor, p.resume_url, p.every_s, p.failures
    from public.polls p
    join public.workflows w on w.tenant_id = p.tenant_id and w.id = p.workflow_id and w.status = 'live'
    join public.workflow_versions v on v.tenant_id = w.tenant_id and v.workflow_id = w.id and v.version = w.live_version
    where p.workflow_id = ${workflowId} and p.lease = ${lease}`.execute(tx);
  return rows[0];
};

// Postgres keeps neither NUL nor half a surrogate pair in jsonb.
const clean = (value: unknown): unknown => {
  if (typeof value === "string") return value.replaceAll("\0", "\uFFFD").toWellFormed();
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [clean(key), clean(field)]),
  );
};

const jsonText = (value: unknown): string => {
  const text = JSON.stringify(value ?? null);
  return /\\u(0000|[dD][89a-fA-F])/.test(text) ? JSON.stringify(clean(value)) : text;
};

/**
 * Moves the poll on and starts a run for every item that was never listed before, in one statement: either both happen or
 * neither, and only for the holder of the lease. The first answer of a poll that starts from now is remembered only. How
 * many runs; undefined when the lease was over.
 */
export const storeFound = async (
  tx: Tx,
  { workflowId, lease }: Lease,
  { items, cursor, resumeUrl }: Found,
  now: Date,
): Promise<number | undefined> => {
  // Ids of the same millisecond are in no order by themselves; the items have one.
  const ids = items.map(() => uuidv7()).sort();
  const rows = items.map(({ key, value }: Item, place) => ({
    key,
    run_id: ids[place],
    item: value,
  }));
  const polledAt = now.toISOString();
  const { rows: done } = await sql<{ started: number }>`
    with old as (
      select p.tenant_id, p.workflow_id, p.remember_first, w.name, w.is_demo, w.live_version
      from public.polls p
      join public.workflows w on w.tenant_id = p.tenant_id and w.id = p.workflow_id and w.status = 'live'
      where p.workflow_id = ${workflowId} and p.lease = ${lease} for update of p),
    given as (
      select * from jsonb_to_recordset(${jsonText(rows)}::text::jsonb) as g (key text, run_id uuid, item jsonb)),
    listed as (
      insert into public.poll_keys as k (tenant_id, workflow_id, key, expires_at)
      select old.tenant_id, old.workflow_id, given.key, ${polledAt}::timestamptz + interval '90 days' from given, old
      on conflict (tenant_id, workflow_id, key) do update set expires_at = excluded.expires_at
        where k.expires_at < excluded.expires_at - interval '1 day'
      returning key, xmax = 0 as is_new),
    run as (
      insert into public.runs (tenant_id, id, workflow_id, workflow_name, version, trigger_kind, trigger, trigger_ref,
        is_demo, steps_total)
      select old.tenant_id, given.run_id, old.workflow_id, old.name, old.live_version, 'polling',
        jsonb_build_object('item', given.item, 'polledAt', ${polledAt}::text), given.key, old.is_demo,
        jsonb_array_length(v.definition -> 'steps')
      from old join public.workflow_versions v
        on v.tenant_id = old.tenant_id and v.workflow_id = old.workflow_id and v.version = old.live_version,
      given join listed on listed.key = given.key and listed.is_new
      where not old.remember_first
      returning tenant_id, id, workflow_id),
    told as (
      insert into app.outbox (id, tenant_id, name, data)
      select run.id, run.tenant_id, 'workflows/run.requested', jsonb_build_object('tenantId', run.tenant_id,
        'runId', run.id, 'workflowId', run.workflow_id,
        'priority', case t.plan when 'enterprise' then 300 when 'pro' then 120 when 'starter' then 60 else 0 end)
      from run join public.tenants t on t.id = run.tenant_id)
    update public.polls p set cursor = ${jsonText(cursor)}::text::jsonb, resume_url = ${resumeUrl}, lease = null,
      leased_until = null, failures = 0, problem = null, polled_at = ${polledAt}::timestamptz,
      next_at = ${polledAt}::timestamptz + make_interval(secs => case when ${resumeUrl}::text is null then p.every_s else 0 end),
      remember_first = p.remember_first and ${resumeUrl}::text is not null,
      item_at = case when exists (select from listed where is_new) then ${polledAt}::timestamptz else p.item_at end
    from old where p.tenant_id = old.tenant_id and p.workflow_id = old.workflow_id
    returning (select count(*)::int from run) as started`.execute(tx);
  return done[0]?.started;
};

/** Notes why a poll failed and when it is tried again; nothing when the lease was over. */
export const storeFailure = async (
  tx: Tx,
  { workflowId, lease }: Lease,
  { problem, nextAt, now }: { problem: { code: string; message: string }; nextAt: Date; now: Date },
): Promise<void> => {
  const told = jsonText({ ...problem, at: now.toISOString() });
  await sql`
    update public.polls set failures = failures + 1, problem = ${told}::text::jsonb, next_at = ${nextAt}, lease = null,
      leased_until = null, polled_at = ${now}
    where workflow_id = ${workflowId} and lease = ${lease}`.execute(tx);
};
