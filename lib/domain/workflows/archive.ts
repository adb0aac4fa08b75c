import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { audit } from "@/lib/domain/audit/record";
import { readWorkflow } from "@/lib/domain/workflows/get";
import type { WorkflowDetail } from "@/lib/domain/workflows/schema";
import { closeTriggers } from "@/lib/domain/workflows/triggers/sync";
import { lockWorkflow } from "@/lib/domain/workflows/update";
import { asTenant } from "@/lib/infra/db/as-tenant";

/** Takes a workflow out of use: no hook, schedule or event starts it; its history stays. Throws not_found, conflict. */
export const archiveWorkflow = (caller: Caller, id: string): Promise<WorkflowDetail> =>
  asTenant(caller, async (tx) => {
    const { status } = await lockWorkflow(tx, id);
    const now = sql<Date>`now()`;
    await tx
      .updateTable("workflows")
      .set({ status: "archived", deletedAt: now, updatedAt: now })
      .where("id", "=", id)
      .execute();
    await closeTriggers(tx, id);
    await audit(tx, "workflow.archive", { kind: "workflow", id }, { before: { status } });
    return readWorkflow(tx, id);
  });

/** Brings an archived workflow back as a draft; publishing makes it live again. Throws not_found. */
export const restoreWorkflow = (caller: Caller, id: string): Promise<WorkflowDetail> =>
  asTenant(caller, async (tx) => {
    const restored = await tx
      .updateTable("workflows")
      .set({ status: "draft", deletedAt: null, updatedAt: sql<Date>`now()` })
      .where("id", "=", id)
      .where("status", "=", "archived")
      .executeTakeFirst();
    if (restored.numUpdatedRows > 0n) await audit(tx, "workflow.restore", { kind: "workflow", id });
    return readWorkflow(tx, id);
  });
