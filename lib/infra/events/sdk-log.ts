import { log } from "@/lib/infra/log/log";

type Args = [first: unknown, message?: unknown, ...rest: unknown[]];

// The SDK says either a sentence alone or fields and a sentence.
const through =
  (at: "debug" | "info" | "warn" | "error") =>
  (...[first, message]: Args) => {
    if (typeof first === "object" && first !== null) log[at]({ ...first }, String(message ?? ""));
    else log[at]({}, String(first));
  };

/** Our log as the durable engine's SDK calls one; without it the SDK writes to the console. */
export const sdkLog = {
  debug: through("debug"),
  info: through("info"),
  warn: through("warn"),
  error: through("error"),
};
