import { AppError } from "@/lib/core/errors";
import { stepLog } from "@/lib/domain/runs/execution/attempts/log";
import { bounded } from "@/lib/domain/runs/execution/history";
import type { LoadedRun } from "@/lib/domain/runs/execution/journal";
import type { LogLine } from "@/lib/domain/runs/execution/plan";
import type { EffectContext, Surroundings } from "@/lib/domain/runs/execution/surroundings";

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

/** Which attempt of what: `key` is the idempotency key, `n` the number of the attempt from 1. */
type Attempt = { stepId: string; key: string; n: number; timeoutMs: number };

/** How an attempt went; a failure is a value, so that its log lines are not lost. */
export type Attempted<T> = ({ output: T } | { cause: unknown }) & { logs: LogLine[] };

/** One attempt of something outside: bounded in time, under its key, with a log. Never throws. */
export const attempt = async <C, T>(
  run: LoadedRun,
  { stepId, key, n, timeoutMs }: Attempt,
  around: Surroundings<C>,
  work: (ctx: EffectContext<C>) => Promise<T> | T,
): Promise<Attempted<T>> => {
  const signal = AbortSignal.timeout(timeoutMs);
  const { log, lines } = stepLog(n, around.now);
  const now = around.now();
  const ctx = { ...around.powers(run), key, stepId, now, signal, timeoutMs, log };
  try {
    return { output: await withTimeout(signal, timeoutMs, () => work(ctx)), logs: lines };
  } catch (cause) {
    return { cause, logs: lines };
  }
};

/** What a step kind returned, as it is kept. */
export const kept = (output: unknown) => ({
  status: "succeeded" as const,
  output: bounded(output),
});
