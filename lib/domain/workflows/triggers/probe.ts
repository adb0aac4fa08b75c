import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import type { Trigger } from "@/lib/domain/workflows/definition/schema";
import { readWorkflow } from "@/lib/domain/workflows/get";
import { ask, type Fetch, type Position } from "@/lib/domain/workflows/polling/ask";
import type { TriggerState } from "@/lib/domain/workflows/schema";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";
import { triggerBroken } from "@/lib/infra/events/catalogue";
import { emit } from "@/lib/infra/events/emit";

type Problem = NonNullable<TriggerState["problem"]>;

/** What a probe may do outside. */
export type ProbePowers = {
  fetch: Fetch;
  probeHook: (hookId: string) => Promise<Problem | null>;
};

type Target = {
  version: number;
  trigger: Trigger;
  hookId: string | null;
  nextAt: Date | null;
  subscribed: boolean;
  poll: Position | null;
  follows: { status: string; liveVersion: number | null } | null;
};

const readTarget = async (tx: Tx, workflowId: string): Promise<Target | undefined> => {
  const { rows } = await sql<Target>`
    select w.live_version as version, v.definition -> 'trigger' as trigger,
      (select h.id from public.hooks h where h.workflow_id = w.id and h.enabled) as hook_id,
      (select s.next_at from public.schedules s where s.workflow_id = w.id) as next_at,
      exists (select from public.subscriptions s where s.workflow_id = w.id) as subscribed,
      (select jsonb_build_object('cursor', p.cursor, 'resumeUrl', p.resume_url) from public.polls p
        where p.workflow_id = w.id) as poll,
      (select jsonb_build_object('status', x.status, 'liveVersion', x.live_version)
        from public.followers f join public.workflows x on x.tenant_id = f.tenant_id and x.id = f.source_id
        where f.workflow_id = w.id) as follows
    from public.workflows w
    join public.workflow_versions v on v.tenant_id = w.tenant_id and v.workflow_id = w.id and v.version = w.live_version
    where w.id = ${workflowId} and w.status = 'live'`.execute(tx);
  return rows[0];
};

const OVERDUE_MS = 600_000;

const missing = (what: string): Problem => ({
  code: "not_registered",
  message: `Its ${what} is not registered; publish it again.`,
});

const judgeSchedule = ({ nextAt }: Target): Problem | null => {
  if (!nextAt) return missing("schedule");
  if (Date.now() - nextAt.getTime() < OVERDUE_MS) return null;
  const at = nextAt.toISOString();
  return { code: "overdue", message: `It was due at ${at} and nothing has started it.` };
};

const judgePoll = async (
  trigger: Extract<Trigger, { type: "polling" }>,
  poll: Position | null,
  { fetch }: ProbePowers,
): Promise<Problem | null> => {
  if (!poll) return missing("poll");
  try {
    await ask(trigger, poll, { fetch, now: new Date(), pages: 1 });
    return null;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { code: error.code, message: error.message };
  }
};

const judgeSource = ({ follows }: Target): Problem | null => {
  if (!follows) return missing("workflow to follow");
  const { status, liveVersion } = follows;
  if (status === "archived")
    return { code: "source_archived", message: "The workflow it follows is archived." };
  if (liveVersion === null)
    return { code: "source_not_live", message: "The workflow it follows was never published." };
  return null;
};

const judge = async (target: Target, powers: ProbePowers): Promise<Problem | null> => {
  const { trigger, hookId, subscribed, poll } = target;
  switch (trigger.type) {
    case "webhook":
      return hookId ? powers.probeHook(hookId) : missing("hook");
    case "schedule":
      return judgeSchedule(target);
    case "event":
      return subscribed ? null : missing("subscription");
    case "polling":
      return judgePoll(trigger, poll, powers);
    case "workflow":
      return judgeSource(target);
    case "manual":
      return null;
  }
};

// What was found belongs to the version that was looked at; a newer one has a probe of its own coming.
const keep = async (
  tx: Tx,
  workflowId: string,
  { version, problem }: { version: number; problem: Problem | null },
) => {
  const { rows } = await sql<{ isNewProblem: boolean }>`
    insert into public.probes as p (workflow_id, version, problem, probed_at, due_at, problem_since)
    select w.id, ${version}, ${problem && JSON.stringify(problem)}::text::jsonb, now(),
      now() + case when ${problem !== null} then interval '10 minutes' else interval '1 hour' end,
      case when ${problem !== null} then now() end
    from public.workflows w where w.id = ${workflowId} and w.live_version = ${version} and w.status = 'live'
    on conflict (tenant_id, workflow_id) do update set version = excluded.version, problem = excluded.problem,
      probed_at = excluded.probed_at, due_at = excluded.due_at,
      problem_since = case when excluded.problem is not null then coalesce(p.problem_since, now()) end
    returning coalesce(p.problem_since = now(), false) as is_new_problem`.execute(tx);
  return rows[0]?.isNewProblem ?? false;
};

/**
 * Looks whether a live workflow's trigger can really start it: posts a signed probe at its hook, asks what it polls, finds
 * its schedule, subscription or source; keeps and tells what was found. Nothing to look at gives []. Throws not_found.
 */
export const probeTriggers = async (
  caller: Caller,
  workflowId: string,
  powers: ProbePowers,
): Promise<TriggerState[]> => {
  const target = await asTenant(caller, (tx) => readTarget(tx, workflowId));
  const problem = target ? await judge(target, powers) : null;
  return asTenant(caller, async (tx) => {
    const isNewProblem =
      target !== undefined && (await keep(tx, workflowId, { version: target.version, problem }));
    if (isNewProblem)
      await emit(tx, triggerBroken.create({ tenantId: caller.tenantId, workflowId }));
    return (await readWorkflow(tx, workflowId)).triggers;
  });
};
