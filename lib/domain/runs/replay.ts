import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { audit } from "@/lib/domain/audit/record";
import { type Refused, replayRuns } from "@/lib/domain/runs/replay/replay-runs";
import type { ReplayInput } from "@/lib/domain/runs/schema";
import { asTenant } from "@/lib/infra/db/as-tenant";

const toError = ({ code, message }: Refused) =>
  code === "not_found"
    ? new AppError("not_found", "There is no such run.")
    : new AppError("conflict", message, {
        issues: [{ path: code === "not_published" ? "version" : "from", code, message }],
      });

/**
 * Runs the same trigger again as a new run, or `input` in its place; with `from` only that step and what comes after it
 * is performed, the rest comes along as it ended. Throws not_found, and conflict with the code of what stands against it.
 */
export const replayRun = (
  caller: Caller,
  id: string,
  { version, from, input }: ReplayInput,
): Promise<{ runId: string }> =>
  asTenant(caller, async (tx) => {
    const mode = from === undefined ? "whole" : { from };
    const { requestId } = caller;
    const { started, refused } = await replayRuns(tx, [id], { mode, version, input, requestId });
    const runId = started.get(id);
    if (!runId) throw toError(refused[0] ?? { id, code: "not_found", message: "" });
    const after = { runId, version, ...(from && { from }), ...(input && { edited: true }) };
    await audit(tx, "run.replay", { kind: "run", id }, { after });
    return { runId };
  });
