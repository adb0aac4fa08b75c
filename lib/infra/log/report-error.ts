import { correlation } from "@/lib/infra/log/correlation";
import { log } from "@/lib/infra/log/log";

type Sink = (error: unknown, tags: Record<string, string>) => void;

/** On `globalThis`: the server's start and the routes are separate bundles. */
const home = globalThis as typeof globalThis & { stewardErrorSink?: Sink };

/** Where reported errors go besides the log; the server's start sets it when an error tracker is configured. */
export const setErrorSink = (sink: Sink | undefined): void => {
  if (sink) home.stewardErrorSink = sink;
  else delete home.stewardErrorSink;
};

/** Writes an error of ours to the log and, where there is one, to the error tracker. `tags` are short texts to search by. */
export const reportError = (error: unknown, tags: Record<string, string> = {}): void => {
  log.error({ ...tags, err: error }, "error");
  const texts = Object.entries(correlation()).filter(([, value]) => typeof value === "string");
  home.stewardErrorSink?.(error, { ...Object.fromEntries(texts), ...tags });
};
