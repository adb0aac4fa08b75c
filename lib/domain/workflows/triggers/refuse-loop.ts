import { sql } from "kysely";
import { AppError } from "@/lib/core/errors";
import type { Tx } from "@/lib/infra/db/as-tenant";

type Start = { cause: string; effect: string };

const refuse = (code: "cycle" | "unknown_workflow", message: string): never => {
  throw new AppError("invalid_input", message, {
    issues: [{ path: "trigger.workflowId", code, message }],
  });
};

// Who follows whom, and who calls whom as a step, over everything that is live.
const readStarts = async (tx: Tx, workflowId: string): Promise<Start[]> => {
  const { rows } = await sql<Start>`
    select f.source_id as cause, f.workflow_id as effect from public.followers f where f.workflow_id <> ${workflowId}
    union
    select v.workflow_id, (step -> 'with' ->> 'workflow')::uuid
    from public.workflows w
    join public.workflow_versions v on v.tenant_id = w.tenant_id and v.workflow_id = w.id and v.version = w.live_version,
    jsonb_path_query(v.definition, '$.steps[*] ? (@.type == "workflow.run" &&
      @.with.workflow like_regex "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")') as step
    where w.deleted_at is null`.execute(tx);
  return rows;
};

/** The shortest way along `starts`, both ends included; undefined when there is none. */
const wayFrom = (starts: Start[], from: string, to: string): string[] | undefined => {
  const cameFrom = new Map<string, string>([[from, ""]]);
  const effects = Map.groupBy(starts, ({ cause }) => cause);
  for (const at of cameFrom.keys()) {
    if (at === to) break;
    for (const { effect } of effects.get(at) ?? [])
      if (!cameFrom.has(effect)) cameFrom.set(effect, at);
  }
  if (!cameFrom.has(to)) return undefined;
  const way: string[] = [];
  for (let at = to; at; at = cameFrom.get(at) ?? "") way.unshift(at);
  return way;
};

/**
 * Makes sure that the end of `sourceId` may start `workflowId` without the two starting each other for ever, over
 * everything that is published. Publishing of such triggers goes one at a time in a tenant, so that two halves of a loop
 * cannot pass each other. Throws invalid_input.
 */
export const refuseLoop = async (tx: Tx, workflowId: string, sourceId: string): Promise<void> => {
  if (workflowId === sourceId) refuse("cycle", "A workflow cannot be started by its own end.");
  await sql`select pg_advisory_xact_lock(hashtextextended('followers ' || app.tenant_id()::text, 0))`.execute(
    tx,
  );
  const known = await tx.selectFrom("workflows").select(["id", "name", "deletedAt"]).execute();
  const names = new Map(known.map(({ id, name }) => [id, `"${name}"`]));
  if (!known.some(({ id, deletedAt }) => id === sourceId && deletedAt === null))
    refuse("unknown_workflow", "There is no such workflow to follow, or it is archived.");
  const way = wayFrom(await readStarts(tx, workflowId), workflowId, sourceId);
  if (!way) return;
  const loop = [...way, workflowId].map((id) => names.get(id) ?? id).join(" → ");
  refuse("cycle", `These workflows would start each other for ever: ${loop}.`);
};
