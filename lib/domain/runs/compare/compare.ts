import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { differences } from "@/lib/domain/runs/compare/differences";
import type { RunComparison, SideStep } from "@/lib/domain/runs/compare/schema";
import { getRun } from "@/lib/domain/runs/get";
import type { RunDetail, RunStep } from "@/lib/domain/runs/schema";
import { asTenant } from "@/lib/infra/db/as-tenant";

const between = (from: string | null, to: string | null) =>
  from === null || to === null ? null : Date.parse(to) - Date.parse(from);

const sideOf = (step: RunStep | undefined): SideStep | null =>
  step
    ? {
        status: step.status,
        attempts: step.attempts,
        reused: step.reused,
        durationMs: between(step.startedAt, step.endedAt),
      }
    : null;

const compareStep = (left: RunStep | undefined, right: RunStep | undefined) => {
  const { id = "", name = null, type = "" } = left ?? right ?? {};
  const parts = {
    input: differences(left?.input, right?.input),
    output: differences(left?.output, right?.output),
    error: differences(left?.error, right?.error),
  };
  const isSame =
    left?.status === right?.status &&
    Object.values(parts).every(({ changes, isCut }) => changes.length === 0 && !isCut);
  return { id, name, type, left: sideOf(left), right: sideOf(right), isSame, ...parts };
};

/** Two runs side by side: every step of either, in the order of the first run and then of the second. */
export const compareDetails = (left: RunDetail, right: RunDetail): RunComparison => {
  const others = new Map(right.steps.map((step) => [step.id, step]));
  const steps = left.steps.map((step) => compareStep(step, others.get(step.id)));
  const known = new Set(left.steps.map(({ id }) => id));
  const added = right.steps.filter(({ id }) => !known.has(id));
  return {
    left,
    right,
    trigger: differences(left.trigger, right.trigger),
    steps: [...steps, ...added.map((step) => compareStep(undefined, step))],
  };
};

/** Compares two runs of one workflow. Throws not_found, and invalid_input for runs of different workflows. */
export const compareRuns = (caller: Caller, id: string, other: string): Promise<RunComparison> =>
  asTenant(caller, async () => {
    const left = await getRun(caller, id, { whole: true });
    const right = await getRun(caller, other, { whole: true });
    if (left.workflowId === right.workflowId) return compareDetails(left, right);
    const message = "Only runs of one workflow can be compared.";
    const issues = [{ path: "with", code: "other_workflow", message }];
    throw new AppError("invalid_input", message, { issues });
  });
