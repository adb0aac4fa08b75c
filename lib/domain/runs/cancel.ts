import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { audit } from "@/lib/domain/audit/record";
import { RUN_COLUMNS, toRunItem } from "@/lib/domain/runs/list";
import type { RunItem } from "@/lib/domain/runs/schema";
import { asTenant } from "@/lib/infra/db/as-tenant";
import { runCancelled, runFinished } from "@/lib/infra/events/catalogue";
import { emit } from "@/lib/infra/events/emit";

/**
 * Cancels a run at once: nothing of it begins any more, and an effect in progress changes nothing here. Cancelling a
 * cancelled run changes nothing; one that ended otherwise is a conflict.
 */
export const cancelRun = (caller: Caller, id: string): Promise<RunItem> =>
  asTenant(caller, async (tx) => {
    const cancelled = await tx
      .updateTable("runs")
      .set({ status: "cancelled", endedAt: sql<Date>`now()` })
      .where("id", "=", id)
      .where("status", "in", ["queued", "running", "waiting"])
      .returning(RUN_COLUMNS)
      .executeTakeFirst();
    if (!cancelled) {
      const run = await tx
        .selectFrom("runs")
        .select(RUN_COLUMNS)
        .where("id", "=", id)
        .executeTakeFirst();
      if (!run) throw new AppError("not_found", "There is no such run.");
      if (run.status !== "cancelled")
        throw new AppError("conflict", `The run has ${run.status} already.`);
      return toRunItem(run);
    }
    await tx
      .updateTable("runSteps")
      .set({ status: "cancelled", endedAt: sql<Date>`now()` })
      .where("runId", "=", id)
      .where("endedAt", "is", null)
      .execute();
    const { tenantId } = caller;
    await audit(tx, "run.cancel", { kind: "run", id });
    const finished = {
      tenantId,
      runId: id,
      workflowId: cancelled.workflowId,
      status: "cancelled" as const,
    };
    await emit(tx, runCancelled.create({ tenantId, runId: id }), runFinished.create(finished));
    return toRunItem(cancelled);
  });
