import { sql } from "kysely";
import { RUN_COLUMNS } from "@/lib/domain/runs/list";
import type { Tx } from "@/lib/infra/db/as-tenant";
import { runCancelled } from "@/lib/infra/events/catalogue";
import { emit } from "@/lib/infra/events/emit";

/**
 * Cancels those of the runs that have not ended, with their steps and the events that tell of it; the rows of the
 * cancelled ones. The caller writes the audit entry.
 */
export const cancelRuns = async (tx: Tx, tenantId: string, ids: readonly string[]) => {
  const cancelled = await tx
    .updateTable("runs")
    .set({ status: "cancelled", endedAt: sql<Date>`now()` })
    .where(sql<boolean>`id = any(${[...ids]}::uuid[])`)
    .where("status", "in", ["queued", "running", "waiting"])
    .returning(RUN_COLUMNS)
    .execute();
  if (cancelled.length === 0) return [];
  await tx
    .updateTable("runSteps")
    .set({ status: "cancelled", endedAt: sql<Date>`now()` })
    .where(sql<boolean>`run_id = any(${cancelled.map(({ id }) => id)}::uuid[])`)
    .where("endedAt", "is", null)
    .execute();
  await emit(tx, ...cancelled.map(({ id: runId }) => runCancelled.create({ tenantId, runId })));
  return cancelled;
};
