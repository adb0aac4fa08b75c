import { AppError } from "@/lib/core/errors";
import { log } from "@/lib/infra/log/log";

type Level = "debug" | "info" | "warn" | "error";
type Args = [first: unknown, message?: unknown, ...rest: unknown[]];

/** The SDK wraps what a step threw, and so does whoever tells it when to come back. */
const WRAPPED_MAX = 8;

/** The error of ours that began it: somebody else's system is away, or an input cannot be used. Nothing is broken here. */
export const expectedError = (error: unknown): AppError | undefined => {
  let one = error;
  for (let depth = 0; depth < WRAPPED_MAX && one instanceof Error; depth++) {
    if (one instanceof AppError) return one.code === "internal" ? undefined : one;
    one = one.cause;
  }
  return undefined;
};

// The SDK says either a sentence alone or fields and a sentence.
const through =
  (at: Level) =>
  (...[first, message]: Args) => {
    if (typeof first !== "object" || first === null) return log[at]({}, String(first));
    const expected = at === "error" ? expectedError((first as { err?: unknown }).err) : undefined;
    if (expected) log.warn({ code: expected.code }, `${message}: ${expected.message}`);
    else log[at]({ ...first }, String(message ?? ""));
  };

/**
 * Our log as the durable engine's SDK calls one; without it the SDK writes to the console. What a step met and knows how to
 * answer is a warning.
 */
export const sdkLog = {
  debug: through("debug"),
  info: through("info"),
  warn: through("warn"),
  error: through("error"),
};
