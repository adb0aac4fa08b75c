import { type RawBuilder, sql } from "kysely";
import { uuidv7 } from "@/lib/core/ids";
import {
  loadDocuments,
  loadEnded,
  loadOriginals,
  type Original,
} from "@/lib/domain/runs/replay/load";
import { stepsToReuse } from "@/lib/domain/runs/replay/reuse";
import { afterCommit, type Tx } from "@/lib/infra/db/as-tenant";
import { nudgeRelay } from "@/lib/infra/events/relay";

/** How runs are replayed: from the beginning, from the step that failed, or from a named step. */
export type ReplayWish = {
  mode: "whole" | "from-failed-step" | { from: string };
  version: "same" | "latest";
  /** Replaces the trigger; only for a single run. */
  input?: Record<string, unknown> | undefined;
  requestId?: string | undefined;
  /** Behind what happens live, as many runs are that were asked for at once. */
  isBulk?: boolean;
};

export type Refused = { id: string; code: string; message: string };

/** New runs by the run they repeat, and the runs that could not be repeated. */
export type Replayed = { started: Map<string, string>; refused: Refused[] };

type Copy = {
  id: string;
  from_id: string;
  version: number;
  reused: string[];
  resumed: string[];
};

/** Errors after which nobody knows whether it happened outside: what is done again goes under the old key. */
const UNKNOWN = ["attempts_lost", "timeout", "interrupted", "indeterminate"];

const isUnknown = (error: RawBuilder<unknown>) =>
  sql`coalesce(${error} ->> 'code' = any(${UNKNOWN}::text[]), false)`;

const HAS_ENDED = new Set(["succeeded", "failed", "cancelled"]);

const refusals = {
  gone: ["not_found", "The run or its workflow is gone."],
  unpublished: ["not_published", "The workflow has no published version."],
  live: ["not_ended", "The run has not ended; it can only be replayed whole."],
} as const;

const refuse = (id: string, why: keyof typeof refusals): Refused => {
  const [code, message] = refusals[why];
  return { id, code, message };
};

const planCopies = async (
  tx: Tx,
  originals: readonly Original[],
  { mode, input }: Pick<ReplayWish, "mode" | "input">,
) => {
  const ids = originals.map(({ id }) => id);
  const isWhole = mode === "whole";
  const stepsOf = isWhole ? () => [] : await loadDocuments(tx, originals);
  const endedOf = isWhole ? () => [] : await loadEnded(tx, ids);
  const plan = (run: Original): Copy | Refused => {
    const steps = stepsOf(run);
    if (run.version === null || !steps) return refuse(run.id, "unpublished");
    const copy = { id: uuidv7(), from_id: run.id, version: run.version, reused: [], resumed: [] };
    if (isWhole) return copy;
    if (!HAS_ENDED.has(run.status)) return refuse(run.id, "live");
    const from = typeof mode === "object" ? mode.from : undefined;
    const plan = stepsToReuse(steps, endedOf(run.id), from);
    if ("problem" in plan) return { id: run.id, ...plan.problem };
    return { ...copy, reused: plan.reuse, resumed: run.isSame && !input ? plan.resume : [] };
  };
  return originals.map(plan);
};

const insertCopies = async (tx: Tx, copies: readonly Copy[], wish: ReplayWish) => {
  const trigger = wish.input ? JSON.stringify(wish.input) : null;
  const priority = wish.isBulk
    ? sql`0`
    : sql`case t.plan when 'enterprise' then 300 when 'pro' then 120 when 'starter' then 60 else 0 end`;
  const { rows } = await sql<{ id: string; replayOf: string }>`
    with given as (select * from jsonb_to_recordset(${JSON.stringify(copies)}::text::jsonb) as g
      (id uuid, from_id uuid, version int, reused jsonb, resumed jsonb)),
    run as (
      insert into public.runs (tenant_id, id, workflow_id, workflow_name, version, trigger_kind, trigger, trigger_ref,
        is_demo, replay_of, request_id, steps_total, steps_done, effect_keys)
      select r.tenant_id, g.id, w.id, w.name, v.version, r.trigger_kind, coalesce(${trigger}::text::jsonb, r.trigger), r.id::text,
        w.is_demo, r.id, ${wish.requestId ?? null}, jsonb_array_length(v.definition -> 'steps'), jsonb_array_length(g.reused),
        (select jsonb_object_agg(s.step_id, coalesce(r.effect_keys ->> s.step_id, 'run:' || r.id || ':' || s.step_id)) from public.run_steps s
          where s.tenant_id = r.tenant_id and s.run_id = r.id and g.resumed ? s.step_id and ${isUnknown(sql`s.error`)})
      from given g join public.runs r on r.id = g.from_id
      join public.workflows w on w.tenant_id = r.tenant_id and w.id = r.workflow_id and w.deleted_at is null
      join public.workflow_versions v on v.tenant_id = w.tenant_id and v.workflow_id = w.id and v.version = g.version
      returning tenant_id, id, workflow_id, replay_of),
    copied as (
      insert into public.run_steps (tenant_id, run_id, step_id, position, type, status, attempts, input, output, error,
        logs, items_total, items_done, items_failed, started_at, ended_at, reused)
      select s.tenant_id, run.id, s.step_id, s.position, s.type, s.status, s.attempts, s.input, s.output, s.error,
        s.logs, s.items_total, s.items_done, s.items_failed, s.started_at, s.ended_at, true
      from run join given g on g.id = run.id
      join public.run_steps s on s.tenant_id = run.tenant_id and s.run_id = run.replay_of and g.reused ? s.step_id),
    items as (
      insert into public.run_items (tenant_id, run_id, step_id, index, key, status, attempts, input, output, ends, due_at, started_at, ended_at)
      select i.tenant_id, run.id, i.step_id, i.index,
        case when i.status <> 'failed' or ${isUnknown(sql`i.error`)} then i.key else 'run:' || run.id || ':' || i.step_id || ':' || i.index end,
        case i.status when 'succeeded' then i.status else 'waiting' end, case i.status when 'succeeded' then i.attempts else 0 end,
        i.input, i.output, i.ends, case i.status when 'succeeded' then null else now() end, i.started_at, i.ended_at
      from run join given g on g.id = run.id
      join public.run_items i on i.tenant_id = run.tenant_id and i.run_id = run.replay_of and g.resumed ? i.step_id),
    told as (
      insert into app.outbox (id, tenant_id, name, data)
      select app.uuidv7(), run.tenant_id, 'workflows/run.requested', jsonb_strip_nulls(jsonb_build_object(
        'tenantId', run.tenant_id, 'runId', run.id, 'workflowId', run.workflow_id, 'priority', ${priority},
        'trace', jsonb_build_object('requestId', ${wish.requestId ?? null}::text)))
      from run join public.tenants t on t.id = run.tenant_id)
    select id, replay_of from run`.execute(tx);
  afterCommit(nudgeRelay);
  return new Map(rows.map(({ id, replayOf }) => [replayOf, id]));
};

/**
 * Queues a new run for each of `ids` with the events that start them, in a bounded number of statements however many
 * there are. Steps and items that need not be done again come along as they ended; where nobody knows whether it happened
 * outside, it is done again under its old key. What cannot be replayed is told, not thrown.
 */
export const replayRuns = async (
  tx: Tx,
  ids: readonly string[],
  wish: ReplayWish,
): Promise<Replayed> => {
  const originals = await loadOriginals(tx, ids, wish.version);
  const planned = await planCopies(tx, originals, wish);
  const copies = planned.filter((one): one is Copy => "from_id" in one);
  const refused = planned.filter((one): one is Refused => "code" in one);
  const started =
    copies.length > 0 ? await insertCopies(tx, copies, wish) : new Map<string, string>();
  const known = new Set([...started.keys(), ...refused.map(({ id }) => id)]);
  const gone = ids.filter((id) => !known.has(id)).map((id) => refuse(id, "gone"));
  return { started, refused: [...refused, ...gone] };
};
