import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { audit } from "@/lib/domain/audit/record";
import { type FormField, readForm } from "@/lib/domain/runs/read-form";
import { requestRun } from "@/lib/domain/runs/request";
import type { StartInput, TriggerKind } from "@/lib/domain/runs/schema";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";

type Trigger = {
  type: TriggerKind;
  fields?: FormField[];
  name?: string;
};

/** The live version of a workflow and what starts it. Throws not_found, and conflict when it is not published. */
export const liveTrigger = async (tx: Tx, workflowId: string) => {
  const row = await tx
    .selectFrom("workflows as w")
    .leftJoin("workflowVersions as v", (join) =>
      join
        .onRef("v.tenantId", "=", "w.tenantId")
        .onRef("v.workflowId", "=", "w.id")
        .onRef("v.version", "=", "w.liveVersion"),
    )
    .select(["w.status", "w.liveVersion", "v.definition"])
    .where("w.id", "=", workflowId)
    .where("w.deletedAt", "is", null)
    .executeTakeFirst();
  if (!row) throw new AppError("not_found", "There is no such workflow.");
  if (row.liveVersion === null)
    throw new AppError("conflict", "Publish the workflow before it is run.");
  return { version: row.liveVersion, trigger: (row.definition as { trigger: Trigger }).trigger };
};

/** What expressions see of a start that no trigger made: checked against the form, or in the trigger's place. */
export const triggerOf = (trigger: Trigger, { input, trigger: given }: StartInput): object => {
  if (trigger.type === "manual") return { input: readForm(trigger.fields ?? [], input) };
  if (given) return given;
  if (trigger.type === "webhook") return { body: input, headers: {}, topic: null };
  if (trigger.type === "event") return { event: { id: null, name: trigger.name, data: input } };
  if (trigger.type === "polling") return { item: input, polledAt: new Date().toISOString() };
  if (trigger.type === "workflow") return { run: input };
  return { scheduledAt: new Date().toISOString() };
};

/**
 * Starts the live version by hand. A manual trigger's form checks the input; for other triggers the input stands in for
 * the body, the event's data or nothing, and the run says that it was started by hand.
 */
export const startRun = (
  caller: Caller,
  workflowId: string,
  given: StartInput,
): Promise<{ runId: string }> =>
  asTenant(caller, async (tx) => {
    const { version, trigger } = await liveTrigger(tx, workflowId);
    const runId = await requestRun(tx, {
      workflowId,
      version,
      triggerKind: "manual",
      trigger: triggerOf(trigger, given),
      requestId: caller.requestId,
    });
    await audit(tx, "workflow.run", { kind: "workflow", id: workflowId }, { after: { runId } });
    return { runId };
  });
