import { sql } from "kysely";
import { AppError } from "@/lib/core/errors";
import { requestRun } from "@/lib/domain/runs/request";
import { liveTrigger, triggerOf } from "@/lib/domain/runs/start";
import type { Tx } from "@/lib/infra/db/as-tenant";

/** How many runs may stand above a run. */
export const DEPTH_MAX = 8;

export type NewChild = {
  id: string;
  parent: { runId: string; stepId: string };
  workflowId: string;
  input: Record<string, unknown>;
};

const depthBelow = async (tx: Tx, runId: string): Promise<number> => {
  const { rows } = await sql<{ depth: number }>`
    select depth + 1 as depth from public.runs where id = ${runId}`.execute(tx);
  const depth = rows[0]?.depth ?? DEPTH_MAX + 1;
  if (depth <= DEPTH_MAX) return depth;
  const message = `Workflows that start workflows end at ${DEPTH_MAX} levels; this would be one more.`;
  throw new AppError("conflict", message, { issues: [{ path: "", code: "too_deep", message }] });
};

const published = async (tx: Tx, workflowId: string) => {
  try {
    return await liveTrigger(tx, workflowId);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const isGone = error.code === "not_found";
    const message = isGone
      ? "The workflow this step starts does not exist any more."
      : "The workflow this step starts is not published.";
    const code = isGone ? "workflow_gone" : "workflow_unpublished";
    throw new AppError("conflict", message, { issues: [{ path: "workflow", code, message }] });
  }
};

/**
 * Queues a run of a workflow's live version as the child of another run, in the caller's transaction. The input fills the
 * form of a manual trigger, or stands in for a body or an event's data. Throws conflict (codes workflow_gone,
 * workflow_unpublished, too_deep) and invalid_input.
 */
export const startChild = async (
  tx: Tx,
  { id, parent, workflowId, input }: NewChild,
): Promise<void> => {
  const { version, trigger } = await published(tx, workflowId);
  const depth = await depthBelow(tx, parent.runId);
  await requestRun(tx, {
    id,
    workflowId,
    version,
    triggerKind: "workflow",
    trigger: triggerOf(trigger, { input }),
    ref: parent.runId,
    parent: { ...parent, depth },
  });
};
