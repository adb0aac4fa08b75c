import { AppError } from "@/lib/core/errors";
import { type Attempted, attempt, kept } from "@/lib/domain/runs/execution/attempts/attempt";
import { backoffMs } from "@/lib/domain/runs/execution/attempts/backoff";
import { classify } from "@/lib/domain/runs/execution/attempts/classify";
import type { StepRow } from "@/lib/domain/runs/execution/history";
import type { LoadedRun } from "@/lib/domain/runs/execution/journal";
import {
  claimEffect,
  effectKey,
  noteAttempt,
  recordEffect,
} from "@/lib/domain/runs/execution/ledger";
import {
  DEFAULT_RETRY,
  type PlanStep,
  type StepEnd,
  type StepError,
} from "@/lib/domain/runs/execution/plan";
import type {
  Effect,
  EffectContext,
  Performed,
  Surroundings,
} from "@/lib/domain/runs/execution/surroundings";

export const LOST: StepError = {
  code: "attempts_lost",
  message: "Every attempt began and none reported how it ended, so it may have happened outside.",
};

/** Throws what makes the durable engine come back later, or gives the failure that stands. */
const afterFailure = async <C>(
  run: LoadedRun,
  step: PlanStep,
  n: number,
  around: Surroundings<C>,
  { cause, logs }: { cause: unknown } & Pick<Attempted<never>, "logs">,
): Promise<StepEnd> => {
  const at = around.now();
  const { retry, code, message, retryAfterMs } = classify(cause, at.getTime());
  const policy = step.retry ?? DEFAULT_RETRY;
  if (!retry || n >= policy.maxAttempts) return { status: "failed", error: { code, message } };
  const waitMs = Math.max(backoffMs(policy, n, around.random, retryAfterMs), 1);
  await noteAttempt(around.db, run, step.id, {
    attempt: n,
    error: { code, message },
    at: at.toISOString(),
    until: new Date(at.getTime() + waitMs).toISOString(),
    logs,
  });
  throw new AppError("unavailable", `${step.id}: ${message}`, {
    cause,
    retryAfterS: waitMs / 1000,
  });
};

/** A claimed effect that was performed without failing; `n` is the number of the attempt. */
export type Done<T> = { n: number; output: T } & Pick<Attempted<T>, "logs">;

/**
 * One attempt of an effect: claimed in the ledger and performed under its key. A failure that stands is recorded; what
 * to record of a success is the caller's. An effect that ended or was opened before is not performed again. Throws
 * AppError with `retryAfterS` when it should be tried again.
 */
export const claimAndAttempt = async <C, T>(
  run: LoadedRun,
  { step, position, input }: Effect,
  around: Surroundings<C>,
  rows: readonly StepRow[],
  work: (ctx: EffectContext<C>) => Promise<T> | T,
): Promise<Done<T> | { n: number; opened: unknown } | { end: Performed }> => {
  const kind = around.kinds[step.type];
  const row = { id: step.id, type: step.type, position };
  const at = around.now().toISOString();
  const claim = await claimEffect(around.db, run, row, { input: kind?.redact(input), at, rows });
  if ("over" in claim) return { end: claim };
  if ("ended" in claim) return { end: claim.ended };
  const { attempt: n, opened } = claim;
  if (opened !== undefined) return { n, opened };
  const { maxAttempts } = step.retry ?? DEFAULT_RETRY;
  const given = { stepId: step.id, key: effectKey(run, step.id), n, timeoutMs: step.timeoutMs };
  const done: Attempted<T> =
    n > maxAttempts ? { cause: undefined, logs: [] } : await attempt(run, given, around, work);
  if ("output" in done) return { n, ...done };
  const end: StepEnd =
    n > maxAttempts
      ? { status: "failed", error: LOST }
      : await afterFailure(run, step, n, around, done);
  const record = { attempt: n, end, at: around.now().toISOString(), logs: done.logs };
  return { end: await recordEffect(around.db, run, step.id, record) };
};

/** One attempt of an effect from its claim to its record. */
export const perform = async <C>(
  run: LoadedRun,
  effect: Effect,
  around: Surroundings<C>,
  rows: readonly StepRow[],
): Promise<Performed> => {
  const { step, input } = effect;
  const done = await claimAndAttempt(run, effect, around, rows, (ctx) =>
    around.kinds[step.type]?.run?.(ctx, input),
  );
  if ("end" in done) return done.end;
  const output = "output" in done ? done.output : done.opened;
  const logs = "logs" in done ? done.logs : [];
  const at = around.now().toISOString();
  return recordEffect(around.db, run, step.id, { attempt: done.n, end: kept(output), at, logs });
};
