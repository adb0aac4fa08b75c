import { sql } from "kysely";
import type { TriggerState } from "@/lib/domain/workflows/schema";

type Found = { problem: TriggerState["problem"]; probedAt: string };

/** What `triggerColumns` select; times as JSON writes them. */
export type TriggerRow = {
  status: string;
  triggerType: string | null;
  probe: Found | null;
  pollProblem: TriggerState["problem"];
  nextAt: string | Date | null;
  lastReceivedAt: string | Date | null;
};

const liveType = sql<string | null>`(
  select v.definition -> 'trigger' ->> 'type' from public.workflow_versions v
  where v.tenant_id = w.tenant_id and v.workflow_id = w.id and v.version = w.live_version)`;

// Since when the trigger is known to work by itself, whatever a probe found before: an accepted delivery, a schedule that
// was moved on, an answered poll.
const provenAt = sql<Date | null>`case ${liveType}
  when 'webhook' then (
    select d.received_at from public.hooks h join public.deliveries d on d.tenant_id = h.tenant_id and d.hook_id = h.id
    where h.tenant_id = w.tenant_id and h.workflow_id = w.id and h.enabled order by d.id desc limit 1)
  when 'schedule' then (select s.next_at from public.schedules s where s.tenant_id = w.tenant_id and s.workflow_id = w.id)
  when 'polling' then (
    select p.polled_at from public.polls p where p.tenant_id = w.tenant_id and p.workflow_id = w.id and p.problem is null) end`;

const probe = sql<Found | null>`(
  select jsonb_build_object('probedAt', p.probed_at,
    'problem', case when p.problem is not null and (${provenAt}) > p.probed_at then null else p.problem end)
  from public.probes p where p.tenant_id = w.tenant_id and p.workflow_id = w.id and p.version = w.live_version)`;

const pollProblem = sql<TriggerState["problem"]>`(
  select jsonb_build_object('code', p.problem ->> 'code', 'message', p.problem ->> 'message') from public.polls p
  where p.tenant_id = w.tenant_id and p.workflow_id = w.id and p.problem is not null)`;

const nextAt = sql<Date | null>`coalesce(
  (select s.next_at from public.schedules s where s.tenant_id = w.tenant_id and s.workflow_id = w.id),
  (select p.next_at from public.polls p where p.tenant_id = w.tenant_id and p.workflow_id = w.id))`;

const ownRun = sql`(select r.queued_at from public.runs r where r.tenant_id = w.tenant_id and r.workflow_id = w.id
  and r.trigger_kind in ('event', 'workflow') order by r.id desc limit 1)`;

// A webhook may receive what starts no run; what the others receive starts one.
const lastReceivedAt = sql<Date | null>`case ${liveType}
  when 'webhook' then (
    select d.received_at from public.hooks h join public.deliveries d on d.tenant_id = h.tenant_id and d.hook_id = h.id
    where h.tenant_id = w.tenant_id and h.workflow_id = w.id order by d.id desc limit 1)
  when 'schedule' then (select s.last_at from public.schedules s where s.tenant_id = w.tenant_id and s.workflow_id = w.id)
  when 'polling' then (select p.item_at from public.polls p where p.tenant_id = w.tenant_id and p.workflow_id = w.id)
  when 'event' then ${ownRun} when 'workflow' then ${ownRun} end`;

/** Columns of a workflow `w` that tell of its live version's trigger. */
export const triggerColumns = [
  liveType.as("triggerType"),
  probe.as("probe"),
  pollProblem.as("pollProblem"),
  nextAt.as("nextAt"),
  lastReceivedAt.as("lastReceivedAt"),
] as const;

const iso = (value: string | Date | null) =>
  value === null ? null : new Date(value).toISOString();

const STOPPED: Record<string, TriggerState["problem"]> = {
  paused: {
    code: "paused",
    message: "The workflow is paused; resume it to let its trigger start runs.",
  },
  archived: { code: "archived", message: "The workflow is archived; restore and publish it." },
};

/** The live version's trigger as the API shows it; none when nothing was published. */
export const toTriggerStates = (row: TriggerRow): TriggerState[] => {
  const { status, triggerType: type, probe: found, pollProblem: failing } = row;
  if (type === null || status === "draft") return [];
  const problem = STOPPED[status] ?? failing ?? found?.problem ?? null;
  return [
    {
      type,
      live: problem ? false : found ? true : null,
      problem,
      probedAt: iso(found?.probedAt ?? null),
      lastReceivedAt: iso(row.lastReceivedAt),
      nextAt: status === "live" ? iso(row.nextAt) : null,
    },
  ];
};
