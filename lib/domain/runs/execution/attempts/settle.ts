import { StepFailure } from "@/lib/core/step-failure";
import { backoffMs } from "@/lib/domain/runs/execution/attempts/backoff";
import { takeRetry } from "@/lib/domain/runs/execution/attempts/budget";
import { classify } from "@/lib/domain/runs/execution/attempts/classify";
import type { LoadedRun } from "@/lib/domain/runs/execution/journal";
import { DEFAULT_RETRY, type PlanStep, type StepError } from "@/lib/domain/runs/execution/plan";
import type { Surroundings } from "@/lib/domain/runs/execution/surroundings";

export const LOST: StepError = {
  code: "attempts_lost",
  message: "Every attempt began and none reported how it ended, so it may have happened outside.",
};

/** How often a step may be begun. */
export const attemptsMax = (step: PlanStep): number => (step.retry ?? DEFAULT_RETRY).maxAttempts;

const isTimeout = ({ facts }: StepFailure) =>
  facts.kind === "network"
    ? /TIMEOUT|ETIMEDOUT/.test(facts.systemCode)
    : facts.kind === "http" && (facts.status === 408 || facts.status === 504);

/**
 * What a failed attempt means: the error, and after how many milliseconds to try again, if at all. A retry of a call to a
 * host is paid from the budget of the tenant for that host.
 */
export const settleFailure = async <C>(
  run: LoadedRun,
  step: PlanStep,
  n: number,
  around: Surroundings<C>,
  cause: unknown,
): Promise<{ error: StepError; at: Date; waitMs?: number }> => {
  const at = around.now();
  const { retry, code, message, retryAfterMs } = classify(cause, at.getTime());
  const error = { code, message };
  if (!retry || n >= attemptsMax(step)) return { error, at };
  const host = cause instanceof StepFailure && "host" in cause.facts ? cause.facts.host : undefined;
  if (host !== undefined && cause instanceof StepFailure) {
    const isPaid = await takeRetry(around.db, run.tenantId, host, isTimeout(cause));
    if (!isPaid) return { error: exhausted(host, message), at };
  }
  const waitMs = backoffMs(step.retry ?? DEFAULT_RETRY, n, around.random, retryAfterMs);
  return { error, at, waitMs: Math.max(waitMs, 1) };
};

const exhausted = (host: string, message: string): StepError => ({
  code: "retry_budget_exhausted",
  message: `${message} It is not tried again: too many calls to ${host} failed lately. Retries begin again as calls to it succeed.`,
});
