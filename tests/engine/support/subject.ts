import type { App, clientOf, Functions, Keys } from "./harness.ts";

/**
 * A server that speaks the protocol, and the application it calls, as the matrix sees them: only what every server
 * offers and what the application itself observes.
 */
export type Subject = Pick<
  ReturnType<typeof clientOf>,
  "call" | "send" | "trigger" | "runsOf" | "ended"
> & {
  app: App;
  keys: Keys;
  engineUrl: () => string;
  /** Resolves when the runs these events started wait for something. */
  parked: (...eventIds: string[]) => Promise<void>;
  /** Serves the application anew, as after a restart or on another machine. */
  serveAgain: (options: { functions: Functions; port?: number }) => Promise<App>;
};
