import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { env } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";
import type { Problem } from "@/lib/domain/workflows/definition/schema";
import type { WorkflowDetail, WorkflowItem } from "@/lib/domain/workflows/schema";
import {
  type TriggerRow,
  toTriggerStates,
  triggerColumns,
} from "@/lib/domain/workflows/triggers/state";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";

/** The address other systems post a hook's deliveries to. */
export const hookUrl = (id: string): string => `${env().APP_URL}/api/hooks/${id}`;

type Hook = NonNullable<WorkflowDetail["hook"]>;
type LastRun = { id: string; status: string; endedAt: string | null } | null;

type Row = TriggerRow & {
  id: string;
  name: string;
  status: string;
  liveVersion: number | null;
  draft: unknown;
  draftProblems: unknown;
  isDemo: boolean;
  updatedAt: Date;
  lastRun: LastRun;
  runs24h: { total: number; failed: number };
};

// Inside to_json a timestamp is written with its offset; the API writes Z.
const iso = (text: string): string => new Date(text).toISOString();
const isoOrNull = (text: string | null): string | null => (text === null ? null : iso(text));

const RUNS_COUNTED = 10_000;

/** A workflow's row as lists show it. */
export const toWorkflowItem = ({
  draft,
  draftProblems,
  lastRun: last,
  updatedAt,
  ...row
}: Row): WorkflowItem => {
  const { trigger } = draft as { trigger?: unknown };
  const isObject = typeof trigger === "object" && trigger !== null && !Array.isArray(trigger);
  const { id, name, liveVersion, isDemo, runs24h } = row;
  const triggers = toTriggerStates(row);
  return {
    id,
    name,
    liveVersion,
    isDemo,
    // The column's check constraint holds it to the same words.
    status: row.status as WorkflowItem["status"],
    trigger: isObject ? (trigger as Record<string, unknown>) : null,
    problems: draftProblems as Problem[],
    updatedAt: updatedAt.toISOString(),
    lastRun: last && { ...last, endedAt: isoOrNull(last.endedAt) },
    triggers,
    nextRunAt: row.status === "live" ? (triggers[0]?.nextAt ?? null) : null,
    runs24h,
  };
};

const lastRun = sql<LastRun>`(
  select jsonb_build_object('id', r.id, 'status', r.status, 'endedAt', r.ended_at) from public.runs r
  where r.tenant_id = w.tenant_id and r.workflow_id = w.id order by r.id desc limit 1)`;

const runs24h = sql<Row["runs24h"]>`(
  select jsonb_build_object('total', count(*), 'failed', count(*) filter (where d.status = 'failed')) from (
    select r.status from public.runs r where r.tenant_id = w.tenant_id and r.workflow_id = w.id
      and r.id >= app.uuidv7_floor(now() - interval '24 hours') order by r.id desc limit ${RUNS_COUNTED}) as d)`;

/** The columns of a workflow in lists, its newest run among them; one query for any number of workflows. */
export const selectWorkflows = (tx: Tx) =>
  tx
    .selectFrom("workflows as w")
    .select([
      "w.id",
      "w.name",
      "w.status",
      "w.liveVersion",
      "w.draft",
      "w.draftProblems",
      "w.isDemo",
      "w.updatedAt",
      lastRun.as("lastRun"),
      runs24h.as("runs24h"),
      ...triggerColumns,
    ]);

const schedule = sql<WorkflowDetail["schedule"]>`(
  select jsonb_build_object('cron', s.cron, 'timeZone', s.time_zone, 'missed', s.missed, 'nextAt', s.next_at,
    'lastAt', s.last_at, 'lateCount', s.late_count, 'lastLateAt', s.last_late_at, 'missedCount', s.missed_count,
    'lastMissedAt', s.last_missed_at) from public.schedules s
  where s.tenant_id = w.tenant_id and s.workflow_id = w.id)`;

const hook = sql<Omit<Hook, "url"> | null>`(
  select jsonb_build_object('id', h.id, 'provider', h.provider, 'topic', h.topic, 'scheme', h.scheme,
    'enabled', h.enabled, 'secrets', coalesce((
      select jsonb_agg(jsonb_build_object('id', k.id, 'hint', k.hint, 'createdAt', k.created_at,
        'expiresAt', k.expires_at) order by k.created_at desc)
      from public.hook_secrets k where k.tenant_id = h.tenant_id and k.hook_id = h.id), '[]'))
  from public.hooks h where h.tenant_id = w.tenant_id and h.workflow_id = w.id)`;

const selectDetail = (tx: Tx, id: string) =>
  selectWorkflows(tx)
    .select([schedule.as("schedule"), hook.as("hook")])
    .where("w.id", "=", id)
    .executeTakeFirst();

const withTimes = (found: Omit<Hook, "url">): Hook => ({
  ...found,
  url: hookUrl(found.id),
  secrets: found.secrets.map(({ createdAt, expiresAt, ...secret }) => ({
    ...secret,
    createdAt: iso(createdAt),
    expiresAt: isoOrNull(expiresAt),
  })),
});

type Schedule = NonNullable<WorkflowDetail["schedule"]>;

const scheduleWithTimes = (found: Schedule): Schedule => ({
  ...found,
  nextAt: iso(found.nextAt),
  lastAt: isoOrNull(found.lastAt),
  lastLateAt: isoOrNull(found.lastLateAt),
  lastMissedAt: isoOrNull(found.lastMissedAt),
});

/** A workflow inside the caller's transaction. Throws not_found. */
export const readWorkflow = async (tx: Tx, id: string): Promise<WorkflowDetail> => {
  const row = await selectDetail(tx, id);
  if (!row) throw new AppError("not_found", "There is no such workflow.");
  return {
    ...toWorkflowItem(row),
    draft: row.draft as Record<string, unknown>,
    schedule: row.schedule && scheduleWithTimes(row.schedule),
    hook: row.hook && withTimes(row.hook),
  };
};

/** A workflow with its draft, hook and schedule; archived ones too. Throws not_found. */
export const getWorkflow = (caller: Caller, id: string): Promise<WorkflowDetail> =>
  asTenant(caller, (tx) => readWorkflow(tx, id));
