import type { Caller } from "@/lib/core/caller";
import { auditEach } from "@/lib/domain/audit/record";
import type { Chosen, ManyDone } from "@/lib/domain/bulk-actions/schema";
import { readWorkflow } from "@/lib/domain/workflows/get";
import { moveWorkflows, refuseLeft, toManyDone } from "@/lib/domain/workflows/move";
import type { WorkflowDetail } from "@/lib/domain/workflows/schema";
import { closeTriggers } from "@/lib/domain/workflows/triggers/sync";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";

const archive = async (tx: Tx, ids: readonly string[]) => {
  const moved = await moveWorkflows(tx, ids, { from: ["draft", "live", "paused"], to: "archived" });
  await closeTriggers(
    tx,
    moved.rows.map(({ id }) => id),
  );
  const entries = moved.rows.map(({ id, status }) => ({
    target: { kind: "workflow", id },
    before: { status },
  }));
  await auditEach(tx, "workflow.archive", entries);
  return moved;
};

const restore = async (tx: Tx, ids: readonly string[]) => {
  const moved = await moveWorkflows(tx, ids, { from: ["archived"], to: "draft" });
  const entries = moved.rows.map(({ id }) => ({ target: { kind: "workflow", id } }));
  await auditEach(tx, "workflow.restore", entries);
  return moved;
};

/** Takes a workflow out of use: no hook, schedule or event starts it; its history stays. Throws not_found, conflict. */
export const archiveWorkflow = (caller: Caller, id: string): Promise<WorkflowDetail> =>
  asTenant(caller, async (tx) => {
    refuseLeft(await archive(tx, [id]), []);
    return readWorkflow(tx, id);
  });

/** The same for some; archived and unknown ones are left. */
export const archiveWorkflows = (caller: Caller, { ids }: Chosen): Promise<ManyDone> =>
  asTenant(caller, async (tx) => toManyDone(await archive(tx, ids)));

/** Brings an archived workflow back as a draft; publishing makes it live again. Throws not_found. */
export const restoreWorkflow = (caller: Caller, id: string): Promise<WorkflowDetail> =>
  asTenant(caller, async (tx) => {
    refuseLeft(await restore(tx, [id]), ["draft", "live", "paused"]);
    return readWorkflow(tx, id);
  });

/** The same for some; those that are not archived, and unknown ones, are left. */
export const restoreWorkflows = (caller: Caller, { ids }: Chosen): Promise<ManyDone> =>
  asTenant(caller, async (tx) => toManyDone(await restore(tx, ids)));
