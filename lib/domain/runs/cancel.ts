import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { audit } from "@/lib/domain/audit/record";
import { cancelRuns } from "@/lib/domain/runs/bulk/cancel-runs";
import { RUN_COLUMNS, toRunItem } from "@/lib/domain/runs/list";
import type { RunItem } from "@/lib/domain/runs/schema";
import { asTenant } from "@/lib/infra/db/as-tenant";

/**
 * Cancels a run at once: nothing of it begins any more, and an effect in progress changes nothing here. Cancelling a
 * cancelled run changes nothing; one that ended otherwise is a conflict.
 */
export const cancelRun = (caller: Caller, id: string): Promise<RunItem> =>
  asTenant(caller, async (tx) => {
    const [cancelled] = await cancelRuns(tx, caller.tenantId, [id]);
    if (cancelled) {
      await audit(tx, "run.cancel", { kind: "run", id });
      return toRunItem(cancelled);
    }
    const run = await tx
      .selectFrom("runs")
      .select(RUN_COLUMNS)
      .where("id", "=", id)
      .executeTakeFirst();
    if (!run) throw new AppError("not_found", "There is no such run.");
    if (run.status !== "cancelled")
      throw new AppError("conflict", `The run has ${run.status} already.`);
    return toRunItem(run);
  });
