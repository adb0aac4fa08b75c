import pino from "pino";
import { env } from "@/lib/core/env";
import { correlation } from "@/lib/infra/log/correlation";
import { scrub } from "@/lib/infra/log/scrub";
import { scrubText } from "@/lib/infra/log/scrub-text";
import { standardOutput } from "@/lib/infra/log/standard-output";

type Fields = Record<string, unknown>;
type Write = (fields: Fields, message: string) => void;

/** A log over `destination` (default standard output); tests hand in their own. */
export const createLog = (level: pino.LevelWithSilent, destination?: pino.DestinationStream) => {
  const options: pino.LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const out = pino(options, destination ?? standardOutput());
  const writer =
    (at: "debug" | "info" | "warn" | "error"): Write =>
    (fields, message) => {
      if (!out.isLevelEnabled(at)) return;
      out[at](scrub({ ...correlation(), ...fields }) as Fields, scrubText(message));
    };
  return {
    debug: writer("debug"),
    info: writer("info"),
    warn: writer("warn"),
    error: writer("error"),
  };
};

let shared: ReturnType<typeof createLog> | undefined;

const open = () => {
  try {
    shared = createLog(env().LOG_LEVEL);
    return shared;
  } catch {
    // An incomplete environment is what there is to log.
    return createLog("info");
  }
};

const through =
  (at: "debug" | "info" | "warn" | "error"): Write =>
  (fields, message) =>
    (shared ?? open())[at](fields, message);

/**
 * The log: one JSON line a call with the correlation of the work under way. Fields and message pass the scrubber, so an
 * error may be given as `{ err }` as it is; line breaks are escaped.
 */
export const log = {
  debug: through("debug"),
  info: through("info"),
  warn: through("warn"),
  error: through("error"),
};
