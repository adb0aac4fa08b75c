import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { audit } from "@/lib/domain/audit/record";
import { nextTime } from "@/lib/domain/workflows/definition/schedule";
import { readWorkflow } from "@/lib/domain/workflows/get";
import type { WorkflowDetail } from "@/lib/domain/workflows/schema";
import { lockWorkflow } from "@/lib/domain/workflows/update";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";
import { triggerChanged } from "@/lib/infra/events/catalogue";
import { emit } from "@/lib/infra/events/emit";

const setStatus = async (tx: Tx, id: string, { from, to }: { from: string; to: string }) => {
  const { status } = await lockWorkflow(tx, id);
  if (status === to) return false;
  if (status !== from)
    throw new AppError("conflict", `The workflow is not ${from}; it is ${status}.`);
  await tx
    .updateTable("workflows")
    .set({ status: to, updatedAt: sql<Date>`now()` })
    .where("id", "=", id)
    .execute();
  return true;
};

/** Stops new runs until it is resumed; runs under way go on. Throws not_found, conflict. */
export const pauseWorkflow = (caller: Caller, id: string): Promise<WorkflowDetail> =>
  asTenant(caller, async (tx) => {
    const changed = await setStatus(tx, id, { from: "live", to: "paused" });
    if (changed) await audit(tx, "workflow.pause", { kind: "workflow", id });
    return readWorkflow(tx, id);
  });

// Times that passed while it was paused are not made up for.
const moveSchedule = async (tx: Tx, id: string) => {
  const schedule = await tx
    .selectFrom("schedules")
    .select(["cron", "timeZone"])
    .where("workflowId", "=", id)
    .executeTakeFirst();
  const nextAt = schedule && nextTime(schedule.cron, schedule.timeZone, new Date());
  if (nextAt)
    await tx.updateTable("schedules").set({ nextAt }).where("workflowId", "=", id).execute();
};

/** Lets a paused workflow start runs again. Throws not_found, conflict. */
export const resumeWorkflow = (caller: Caller, id: string): Promise<WorkflowDetail> =>
  asTenant(caller, async (tx) => {
    const changed = await setStatus(tx, id, { from: "paused", to: "live" });
    if (changed) {
      await moveSchedule(tx, id);
      await emit(tx, triggerChanged.create({ tenantId: caller.tenantId, workflowId: id }));
      await audit(tx, "workflow.resume", { kind: "workflow", id });
    }
    return readWorkflow(tx, id);
  });
