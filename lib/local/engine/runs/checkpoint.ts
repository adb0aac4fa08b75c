import { z } from "zod";
import type { Kernel } from "../core/kernel.ts";
import { fencingToken } from "../driver/request.ts";
import { failRun } from "./end.ts";
import { applyOps, isOp, type Op } from "./ops.ts";
import { passedLimit } from "./record.ts";

const Checkpoint = z.object({
  run_id: z.string(),
  qi_id: z.string(),
  steps: z.array(z.custom<Op>(isOp, "a step has an op and an id")),
});

/** What a checkpoint comes to: taken in, from a worker whose turn is over, or not readable. */
type CheckpointOutcome = { status: 200 | 409 | 400; message: string };

/**
 * Takes in the steps a running function has finished. Only the request that is out for the run now may report
 * them; any other is told to stop with 409. Wait for the log before answering.
 */
export const checkpoint = (k: Kernel, runId: string, body: unknown): CheckpointOutcome => {
  const parsed = Checkpoint.safeParse(body);
  if (!parsed.success) return { status: 400, message: z.prettifyError(parsed.error) };
  const run = k.runs.get(runId);
  const job = run?.discovery;
  if (!run || !job || job.state !== "running" || parsed.data.qi_id !== fencingToken(k, job)) {
    k.counters.fenced++;
    return {
      status: 409,
      message: "this request is no longer the run's: another one is out, or the run has ended",
    };
  }
  k.counters.checkpoints++;
  const { failed } = applyOps(k, run, job, parsed.data.steps);
  if (failed)
    return {
      status: 400,
      message: "a step that failed belongs into the answer, not into a checkpoint",
    };
  job.startedAt = k.clock.now();
  const limit = passedLimit(run);
  if (limit) failRun(k, run, "LimitExceededError", limit);
  return run.endedAt === null
    ? { status: 200, message: "ok" }
    : { status: 409, message: "the run has ended" };
};
