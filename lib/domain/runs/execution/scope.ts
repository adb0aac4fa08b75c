import { AppError } from "@/lib/core/errors";
import { compileExpression, evaluate } from "@/lib/core/expression/expression";
import type { LoadedRun } from "@/lib/domain/runs/execution/journal";
import type { Ends, StepEnd } from "@/lib/domain/runs/execution/plan";

const BARE = /^\s*\{\{([\s\S]*)\}\}\s*$/;

/** How a step ends that could not even be prepared. Throws again what is not for people. */
export const failureOf = (error: unknown): Extract<StepEnd, { status: "failed" }> => {
  if (!(error instanceof AppError)) throw error;
  const code = error.issues[0]?.code ?? error.code;
  return { status: "failed", error: { code, message: error.message } };
};

/** Whether a step's `when` lets it run. Throws invalid_input for what is neither true nor false. */
export const allows = (when: string, scope: Readonly<Record<string, unknown>>): boolean => {
  const value = evaluate(compileExpression(BARE.exec(when)?.[1] ?? when), scope);
  if (typeof value === "boolean" || value === null) return value === true;
  const told = JSON.stringify(value).slice(0, 60);
  throw new AppError("invalid_input", `"when" is true or false, not ${told}.`);
};

/** Steps as expressions see them. */
export const stepsScope = (ends: Ends): Record<string, unknown> =>
  Object.fromEntries(
    [...ends].map(([stepId, end]) => [
      stepId,
      {
        status: end.status,
        output: end.status === "succeeded" ? end.output : null,
        error: end.status === "failed" ? end.error : null,
      },
    ]),
  );

/** Everything an expression of a run may read. */
export const scopeOf = (run: LoadedRun, ends: Ends) => {
  const { runId: id, workflowId, workflowName, version, queuedAt, trigger, tenant } = run;
  return {
    trigger,
    tenant,
    steps: stepsScope(ends),
    run: { id, workflowId, workflowName, version, queuedAt: queuedAt.toISOString() },
  };
};
