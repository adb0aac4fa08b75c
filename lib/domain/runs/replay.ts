import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { audit } from "@/lib/domain/audit/record";
import { requestRun } from "@/lib/domain/runs/request";
import type { ReplayInput } from "@/lib/domain/runs/schema";
import { asTenant } from "@/lib/infra/db/as-tenant";

/** Runs the same trigger again as a new run, on the version it had or on the live one. Throws not_found, conflict. */
export const replayRun = (
  caller: Caller,
  id: string,
  { version }: ReplayInput,
): Promise<{ runId: string }> =>
  asTenant(caller, async (tx) => {
    const run = await tx
      .selectFrom("runs")
      .innerJoin("workflows", (join) =>
        join
          .onRef("workflows.tenantId", "=", "runs.tenantId")
          .onRef("workflows.id", "=", "runs.workflowId"),
      )
      .select([
        "runs.workflowId",
        "runs.version",
        "runs.triggerKind",
        "runs.trigger",
        "workflows.liveVersion",
      ])
      .where("runs.id", "=", id)
      .executeTakeFirst();
    if (!run) throw new AppError("not_found", "There is no such run.");
    if (version === "latest" && run.liveVersion === null)
      throw new AppError("conflict", "The workflow has no published version.");
    const runId = await requestRun(tx, {
      workflowId: run.workflowId,
      version: version === "latest" ? (run.liveVersion ?? run.version) : run.version,
      // The column's check constraint holds it to the same words.
      triggerKind: run.triggerKind as "webhook",
      trigger: run.trigger as object,
      ref: id,
      replayOf: id,
      requestId: caller.requestId,
    });
    await audit(tx, "run.replay", { kind: "run", id }, { after: { runId, version } });
    return { runId };
  });
