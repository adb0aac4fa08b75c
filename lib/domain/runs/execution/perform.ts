import { AppError } from "@/lib/core/errors";
import { type Attempted, attempt, kept } from "@/lib/domain/runs/execution/attempts/attempt";
import { attemptsMax, LOST, settleFailure } from "@/lib/domain/runs/execution/attempts/settle";
import { claimLast } from "@/lib/domain/runs/execution/claim-last";
import type { StepRow } from "@/lib/domain/runs/execution/history";
import type { LoadedRun } from "@/lib/domain/runs/execution/journal";
import {
  claimEffect,
  noteAttempt,
  outwardKey,
  recordEffect,
} from "@/lib/domain/runs/execution/ledger";
import type { LogLine, PlanStep, StepEnd } from "@/lib/domain/runs/execution/plan";
import type {
  Effect,
  EffectContext,
  Performed,
  Surroundings,
} from "@/lib/domain/runs/execution/surroundings";

/** Throws what makes the durable engine come back later, or gives the failure that stands. */
const afterFailure = async <C>(
  run: LoadedRun,
  step: PlanStep,
  n: number,
  around: Surroundings<C>,
  { cause, logs }: { cause: unknown; logs: LogLine[] },
): Promise<StepEnd> => {
  const { error, at, waitMs } = await settleFailure(run, step, n, around, cause);
  if (waitMs === undefined) return { status: "failed", error };
  const until = new Date(at.getTime() + waitMs).toISOString();
  const note = { attempt: n, error, at: at.toISOString(), until, logs };
  await noteAttempt(around.db, run, step.id, note);
  const retryAfterS = waitMs / 1000;
  throw new AppError("unavailable", `${step.id}: ${error.message}`, { cause, retryAfterS });
};

/** Records how an effect ended, or leaves that to the end of the run when it follows in the same breath. */
const settle = async <C>(
  run: LoadedRun,
  stepId: string,
  { n, end, logs }: { n: number; end: StepEnd; logs: LogLine[] },
  around: Surroundings<C>,
  isLast: boolean,
): Promise<Performed> => {
  const unrecorded = { attempt: n, at: around.now().toISOString(), logs };
  return isLast
    ? { ...end, unrecorded }
    : recordEffect(around.db, run, stepId, { ...unrecorded, end });
};

/** A claimed effect that was performed without failing; `n` is the number of the attempt. */
type Done<T> = { n: number; output: T; logs: LogLine[] };

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
  isLast: boolean,
  work: (ctx: EffectContext<C>) => Promise<T> | T,
): Promise<Done<T> | { n: number; opened: unknown } | { end: Performed }> => {
  const kind = around.kinds[step.type];
  const row = { id: step.id, type: step.type, position };
  const at = around.now().toISOString();
  const claimIt = isLast && !run.isTold ? claimLast : claimEffect;
  const claim = await claimIt(around.db, run, row, { input: kind?.redact(input), at, rows });
  if ("over" in claim) return { end: claim };
  if ("ended" in claim) return { end: claim.ended };
  const { attempt: n, opened } = claim;
  if (opened !== undefined) return { n, opened };
  const record = async (end: StepEnd, logs: LogLine[]) => ({
    end: await settle(run, step.id, { n, end, logs }, around, isLast),
  });
  if (n > attemptsMax(step)) return record({ status: "failed", error: LOST }, []);
  const tried = { stepId: step.id, key: outwardKey(run, step.id), n, timeoutMs: step.timeoutMs };
  const done: Attempted<T> = await attempt(run, tried, around, work);
  if ("over" in done) return { end: { over: true } };
  if ("output" in done) return { n, ...done };
  return record(await afterFailure(run, step, n, around, done), done.logs);
};

/** One attempt of an effect from its claim to its record, which the last of a run leaves to the end of the run. */
export const perform = async <C>(
  run: LoadedRun,
  effect: Effect,
  around: Surroundings<C>,
  rows: readonly StepRow[],
  isLast: boolean,
): Promise<Performed> => {
  const { step, input } = effect;
  const done = await claimAndAttempt(run, effect, around, rows, isLast, (ctx) =>
    around.kinds[step.type]?.run?.(ctx, input),
  );
  if ("end" in done) return done.end;
  if ("opened" in done) throw new Error(`${step.id} was opened as a wait and is none`);
  const { n, output, logs } = done;
  return settle(run, step.id, { n, end: kept(output), logs }, around, isLast);
};
