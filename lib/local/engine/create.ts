import type { z } from "zod";
import type { Kernel, Logger } from "./core/kernel.ts";
import { createHttpClient, type HttpClient } from "./driver/http.ts";
import { keepSynced } from "./driver/sync.ts";
import { listen } from "./http/server.ts";
import { Leader } from "./lifecycle/leader.ts";
import { keepTidy } from "./lifecycle/maintenance.ts";
import { EngineOptions } from "./options.ts";
import { type Clock, systemClock } from "./schedule/clock.ts";
import type { Session } from "./store/log.ts";

/** What a test may replace. */
type EngineParts = {
  clock?: Clock;
  http?: HttpClient;
  random?: () => number;
  logger?: Logger;
  /** Stands between the log and its database session. */
  session?: (session: Session) => Session;
  /** Called when the database has been away for longer than the options allow. */
  onGone?: (error: unknown) => void;
};

export type Engine = {
  url: string;
  /** True while this engine is the one that writes. */
  leading: () => boolean;
  /** The state, for tests and reports; null on standby. */
  kernel: () => Kernel | null;
  close: () => Promise<void>;
};

/**
 * Starts an engine: an HTTP server that speaks Inngest's protocol over a Postgres schema of its own. Resolves when
 * it serves and has either loaded its state or found another engine leading. Rejects when the port is taken or the
 * database cannot be reached in the time the options give.
 */
export const createEngine = async (
  input: z.input<typeof EngineOptions>,
  parts: EngineParts = {},
): Promise<Engine> => {
  const options = EngineOptions.parse(input);
  const { clock = systemClock, random = Math.random, logger = () => {} } = parts;
  const http = parts.http ?? createHttpClient();
  let giveUp: (error: unknown) => void = () => {};
  const gone = new Promise<never>((_, reject) => {
    giveUp = reject;
  });
  const leader = new Leader({
    options,
    clock,
    random,
    logger,
    http,
    around: parts.session,
    started: (kernel) => {
      keepSynced(kernel, http);
      keepTidy(kernel);
    },
    gone: (error) => {
      giveUp(error);
      parts.onGone?.(error);
    },
  });
  const server = await listen({ options, http, logger, kernel: () => leader.kernel });
  const close = async (): Promise<void> => {
    await leader.close();
    await server.close();
    http.close();
  };
  leader.start();
  gone.catch(() => {});
  try {
    await Promise.race([leader.firstLook, gone]);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    url: server.url,
    leading: () => leader.kernel !== null,
    kernel: () => leader.kernel,
    close,
  };
};
