/** A frozen definition as the interpreter reads it; `lib/domain/workflows/definition` checks the documents it comes from. */
export type PlanStep = {
  id: string;
  type: string;
  needs: string[];
  join: "all" | "any";
  when?: string;
  with: Record<string, unknown>;
  retry?: RetryPolicy;
  timeoutMs: number;
  onError: "fail" | "continue" | { run: string };
  /** The body of a kind that repeats one, such as for-each. */
  steps?: PlanStep[];
};

/** Delays in milliseconds. */
export type RetryPolicy = {
  maxAttempts: number;
  backoff: "fixed" | "exponential";
  initialMs: number;
  maxMs: number;
};

export const DEFAULT_RETRY: RetryPolicy = {
  maxAttempts: 5,
  backoff: "exponential",
  initialMs: 1000,
  maxMs: 300_000,
};

export type StepError = { code: string; message: string };

/** How a step ended. `skipped` also stands for a way out that was not needed. */
export type StepEnd =
  | { status: "succeeded"; output: unknown }
  | { status: "failed"; error: StepError }
  | { status: "skipped" };

/** What of a step is known so far; a step without an entry has not begun. */
export type Ends = ReadonlyMap<string, StepEnd>;

/** One line of a step's log; `at` is ISO 8601 UTC. */
export type LogLine = { at: string; attempt: number; message: string; data?: unknown };
