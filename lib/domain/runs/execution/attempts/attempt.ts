import { AppError } from "@/lib/core/errors";
import { stepLog } from "@/lib/domain/runs/execution/attempts/log";
import { RunOver, watchRun } from "@/lib/domain/runs/execution/attempts/watch";
import { bounded } from "@/lib/domain/runs/execution/history";
import type { LoadedRun } from "@/lib/domain/runs/execution/journal";
import type { LogLine, StepEnd } from "@/lib/domain/runs/execution/plan";
import type { EffectContext, Surroundings } from "@/lib/domain/runs/execution/surroundings";

// Work that does not listen to its signal is left behind.
const whicheverFirst = async <T>(
  signal: AbortSignal,
  timeoutMs: number,
  work: () => Promise<T> | T,
): Promise<T> => {
  let stop = () => {};
  const late = new Promise<never>((_, reject) => {
    stop = () =>
      reject(
        signal.reason instanceof RunOver
          ? signal.reason
          : new AppError("timeout", `The step took longer than ${timeoutMs} ms.`),
      );
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

/** How an attempt went; a failure is a value, so that its log lines are not lost. `over`: the run ended meanwhile. */
export type Attempted<T> = ({ output: T } | { cause: unknown } | { over: true }) & {
  logs: LogLine[];
};

/** One attempt of something outside: bounded in time and by the life of its run, under its key, with a log. Never throws. */
export const attempt = async <C, T>(
  run: LoadedRun,
  { stepId, key, n, timeoutMs }: Attempt,
  around: Surroundings<C>,
  work: (ctx: EffectContext<C>) => Promise<T> | T,
): Promise<Attempted<T>> => {
  const life = new AbortController();
  const { signal } = life;
  const late = setTimeout(
    () => life.abort(new DOMException("Too late.", "TimeoutError")),
    timeoutMs,
  );
  late.unref();
  const { log, lines: logs } = stepLog(n, around.now);
  const ctx = { ...around.powers(run), key, stepId, now: around.now(), signal, timeoutMs, log };
  const release = watchRun(around.db, run, (reason) => life.abort(reason));
  try {
    return { output: await whicheverFirst(signal, timeoutMs, () => work(ctx)), logs };
  } catch (cause) {
    return signal.reason instanceof RunOver ? { over: true, logs } : { cause, logs };
  } finally {
    clearTimeout(late);
    release();
  }
};

/** What a step kind returned, as it is kept. */
export const kept = (output: unknown): StepEnd => ({
  status: "succeeded",
  output: bounded(output),
});
