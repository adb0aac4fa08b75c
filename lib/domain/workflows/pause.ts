import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { auditEach } from "@/lib/domain/audit/record";
import type { Chosen, ManyDone } from "@/lib/domain/bulk-actions/schema";
import { nextTime } from "@/lib/domain/workflows/definition/schedule";
import { readWorkflow } from "@/lib/domain/workflows/get";
import { moveWorkflows, refuseLeft, toManyDone } from "@/lib/domain/workflows/move";
import type { WorkflowDetail } from "@/lib/domain/workflows/schema";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";
import { triggerChanged } from "@/lib/infra/events/catalogue";
import { emit } from "@/lib/infra/events/emit";

const pause = async (tx: Tx, ids: readonly string[]) => {
  const moved = await moveWorkflows(tx, ids, { from: ["live"], to: "paused" });
  const entries = moved.rows.map(({ id }) => ({ target: { kind: "workflow", id } }));
  await auditEach(tx, "workflow.pause", entries);
  return moved;
};

// Times that passed while they were paused are not made up for.
const moveSchedules = async (tx: Tx, ids: readonly string[]) => {
  if (ids.length === 0) return;
  const schedules = await tx
    .selectFrom("schedules")
    .select(["workflowId", "cron", "timeZone"])
    .where("workflowId", "in", ids)
    .execute();
  const now = new Date();
  const next = schedules.flatMap(({ workflowId: id, cron, timeZone }) => {
    const at = nextTime(cron, timeZone, now);
    return at ? [{ id, at }] : [];
  });
  if (next.length > 0)
    await sql`update public.schedules as s set next_at = n.at
      from jsonb_to_recordset(${JSON.stringify(next)}::text::jsonb) as n (id uuid, at timestamptz) where s.workflow_id = n.id`.execute(
      tx,
    );
};

const resume = async (tx: Tx, { tenantId }: Caller, ids: readonly string[]) => {
  const moved = await moveWorkflows(tx, ids, { from: ["paused"], to: "live" });
  const live = moved.rows.map(({ id }) => id);
  await moveSchedules(tx, live);
  await emit(tx, ...live.map((workflowId) => triggerChanged.create({ tenantId, workflowId })));
  const entries = live.map((id) => ({ target: { kind: "workflow", id } }));
  await auditEach(tx, "workflow.resume", entries);
  return moved;
};

/** Stops new runs until it is resumed; runs under way go on. Throws not_found, conflict. */
export const pauseWorkflow = (caller: Caller, id: string): Promise<WorkflowDetail> =>
  asTenant(caller, async (tx) => {
    refuseLeft(await pause(tx, [id]), ["paused"]);
    return readWorkflow(tx, id);
  });

/** The same for some; those that are not live, and unknown ones, are left. */
export const pauseWorkflows = (caller: Caller, { ids }: Chosen): Promise<ManyDone> =>
  asTenant(caller, async (tx) => toManyDone(await pause(tx, ids)));

/** Lets a paused workflow start runs again. Throws not_found, conflict. */
export const resumeWorkflow = (caller: Caller, id: string): Promise<WorkflowDetail> =>
  asTenant(caller, async (tx) => {
    refuseLeft(await resume(tx, caller, [id]), ["live"]);
    return readWorkflow(tx, id);
  });

/** The same for some; those that are not paused, and unknown ones, are left. */
export const resumeWorkflows = (caller: Caller, { ids }: Chosen): Promise<ManyDone> =>
  asTenant(caller, async (tx) => toManyDone(await resume(tx, caller, ids)));
