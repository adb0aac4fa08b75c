import type { Kysely } from "kysely";
import { AppError } from "@/lib/core/errors";
import { backoffMs } from "@/lib/domain/runs/execution/backoff";
import { classify } from "@/lib/domain/runs/execution/classify";
import { bounded, type StepRow } from "@/lib/domain/runs/execution/history";
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
import type { DB } from "@/lib/infra/db/types";

/** What a performed step gets; `C` are the powers of the step kinds, such as fetching and mailing. */
type EffectContext<C> = C & {
  key: string;
  now: Date;
  signal: AbortSignal;
  timeoutMs: number;
};

/** What the interpreter needs of a step kind; the registry of step kinds fulfils it. */
type Kind<C> = {
  pure: boolean;
  prepare: (given: Record<string, unknown>, scope: Readonly<Record<string, unknown>>) => unknown;
  redact: (input: unknown) => unknown;
  run?: (ctx: EffectContext<C>, input: unknown) => Promise<unknown> | unknown;
  until?: (now: Date, input: unknown) => Date;
};

/** Everything outside that an execution touches; tests put their own clock and dice in. */
export type Surroundings<C> = {
  db: Kysely<DB>;
  kinds: Readonly<Record<string, Kind<C>>>;
  powers: (run: LoadedRun) => C;
  now: () => Date;
  random: () => number;
};

export type Effect = { step: PlanStep; position: number; input: unknown };

/** The run ended while it was being executed; the interpreter stops and changes nothing more. */
export type Performed = StepEnd | { over: true };

const LOST: StepError = {
  code: "attempts_lost",
  message: "Every attempt began and none reported how it ended, so it may have happened outside.",
};

const withTimeout = async <T>(
  signal: AbortSignal,
  timeoutMs: number,
  work: () => Promise<T> | T,
): Promise<T> => {
  let stop = () => {};
  const late = new Promise<never>((_, reject) => {
    stop = () => reject(new AppError("timeout", `The step took longer than ${timeoutMs} ms.`));
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
};

const attemptOnce = async <C>(
  run: LoadedRun,
  { step, input }: Effect,
  around: Surroundings<C>,
  now: Date,
): Promise<StepEnd> => {
  const { timeoutMs } = step;
  const signal = AbortSignal.timeout(timeoutMs);
  const key = effectKey(run, step.id);
  const output = await withTimeout(signal, timeoutMs, () =>
    around.kinds[step.type]?.run?.({ ...around.powers(run), key, now, signal, timeoutMs }, input),
  );
  return { status: "succeeded", output: bounded(output) };
};

/** Throws what makes the durable engine come back later, or gives the failure that stands. */
const afterFailure = async <C>(
  run: LoadedRun,
  step: PlanStep,
  attempt: number,
  around: Surroundings<C>,
  cause: unknown,
): Promise<StepEnd> => {
  const at = around.now();
  const { retry, code, message, retryAfterMs } = classify(cause, at.getTime());
  const policy = step.retry ?? DEFAULT_RETRY;
  if (!retry || attempt >= policy.maxAttempts)
    return { status: "failed", error: { code, message } };
  await noteAttempt(around.db, run, step.id, {
    attempt,
    error: { code, message },
    at: at.toISOString(),
  });
  const waitMs = backoffMs(policy, attempt, around.random, retryAfterMs);
  throw new AppError("unavailable", `${step.id}: ${message}`, {
    cause,
    retryAfterS: Math.max(waitMs, 1) / 1000,
  });
};

/**
 * One attempt of an effect: claimed in the ledger, performed under its key, recorded. An effect that ended before is not
 * performed again. Throws AppError with `retryAfterS` when it should be tried again.
 */
export const perform = async <C>(
  run: LoadedRun,
  effect: Effect,
  around: Surroundings<C>,
  rows: readonly StepRow[],
): Promise<Performed> => {
  const { step, position, input } = effect;
  const kind = around.kinds[step.type];
  const now = around.now();
  const row = { id: step.id, type: step.type, position };
  const history = { input: kind?.redact(input), at: now.toISOString(), rows };
  const claim = await claimEffect(around.db, run, row, history);
  if ("over" in claim) return claim;
  if ("ended" in claim) return claim.ended;
  const { attempt } = claim;
  const policy = step.retry ?? DEFAULT_RETRY;
  const end: StepEnd =
    attempt > policy.maxAttempts
      ? { status: "failed", error: LOST }
      : await attemptOnce(run, effect, around, now).catch((cause) =>
          afterFailure(run, step, attempt, around, cause),
        );
  return recordEffect(around.db, run, step.id, { attempt, end, at: around.now().toISOString() });
};
