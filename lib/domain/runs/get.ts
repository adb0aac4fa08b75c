import type { Selectable } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import type { PlanStep } from "@/lib/domain/runs/execution/plan";
import { RUN_COLUMNS, toRunItem } from "@/lib/domain/runs/list";
import type { RunDetail, RunStep } from "@/lib/domain/runs/schema";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";
import type { RunSteps } from "@/lib/infra/db/types";

type Row = Selectable<RunSteps>;

const DETAIL = [...RUN_COLUMNS, "trigger", "triggerRef", "replayOf", "requestId"] as const;

const stepOf = (
  step: PlanStep & { name?: string },
  position: number,
  row: Row | undefined,
  hasEnded: boolean,
): RunStep => {
  // Written by the ledger, attempt by attempt, in this shape.
  const attemptLog = (row?.attempts ?? []) as RunStep["attemptLog"];
  // A step without effects is done at once and keeps no log.
  const wasDone = row?.status === "succeeded" || row?.status === "failed";
  return {
    id: step.id,
    name: step.name ?? null,
    type: step.type,
    needs: step.needs,
    position,
    status: (row?.status as RunStep["status"]) ?? (hasEnded ? "cancelled" : "pending"),
    attempts: attemptLog.length || Number(wasDone),
    attemptLog,
    input: row?.input ?? null,
    output: row?.output ?? null,
    error: (row?.error as RunStep["error"]) ?? null,
    logs: (row?.logs ?? []) as RunStep["logs"],
    reused: row?.reused ?? false,
    items:
      row?.itemsTotal == null
        ? null
        : { total: row.itemsTotal, done: row.itemsDone ?? 0, failed: row.itemsFailed ?? 0 },
    waitsUntil: row?.status === "waiting" ? (row.waitsUntil?.toISOString() ?? null) : null,
    startedAt: row?.startedAt?.toISOString() ?? null,
    endedAt: row?.endedAt?.toISOString() ?? null,
  };
};

const load = async (tx: Tx, id: string) => {
  const run = await tx.selectFrom("runs").select(DETAIL).where("id", "=", id).executeTakeFirst();
  if (!run) throw new AppError("not_found", "There is no such run.");
  const [version, rows] = await Promise.all([
    tx
      .selectFrom("workflowVersions")
      .select("definition")
      .where("workflowId", "=", run.workflowId)
      .where("version", "=", run.version)
      .executeTakeFirst(),
    tx.selectFrom("runSteps").selectAll().where("runId", "=", id).execute(),
  ]);
  return { run, rows, definition: version?.definition as { steps: PlanStep[] } | undefined };
};

/** A run with every step of its document, those that have not begun included. Throws not_found. */
export const getRun = (caller: Caller, id: string): Promise<RunDetail> =>
  asTenant(caller, async (tx) => {
    const { run, rows, definition } = await load(tx, id);
    const byId = new Map(rows.map((row) => [row.stepId, row]));
    const { trigger, triggerRef, replayOf, requestId, ...item } = run;
    const steps = (definition?.steps ?? []).map((step, position) =>
      stepOf(step, position, byId.get(step.id), run.endedAt !== null),
    );
    return { ...toRunItem(item), trigger, triggerRef, replayOf, requestId, steps };
  });
