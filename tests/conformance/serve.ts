import { randomBytes } from "node:crypto";
import { clientOf, type Functions, sleep, startApp, until } from "../engine/support/harness.ts";
import type { Subject } from "../engine/support/subject.ts";
import type { Target } from "./target.ts";

/** Where the application listens, and where the server reaches it when that is another address. */
export type Place = { port: number; origin: string | undefined };

/** How long a foreign server may take, after the application's answer, until it has put a wait on record. */
const SETTLE_MS = { own: 60, foreign: 600 };

/** A server without the API a case calls says so with these. */
const NOT_OFFERED = [405, 501];

/** What is known of a case after it: the calls the server does not offer. */
export type Seat = { subject: Subject; missing: string[] };

/** Tells the server about the application. A connection left over from the one before on this port may be cut. */
const register = async (url: string, tries = 3): Promise<void> => {
  const answer = await fetch(url, { method: "PUT" }).catch((error: unknown) => {
    if (tries === 0) throw error;
    return null;
  });
  if (!answer) return register(url, tries - 1);
  if (!answer.ok) {
    const why = await answer.text();
    throw new Error(`the application was not registered: HTTP ${answer.status} ${why}`);
  }
};

/**
 * Serves functions as an application with an id nobody used before, and registers it by PUT. `seat` gives each case
 * a view of its own.
 */
export const serveOn = async (
  target: Target,
  place: Place,
  functions: Functions,
  how: { streaming?: boolean; checkpointing?: boolean } = {},
) => {
  const id = `conformance-${randomBytes(4).toString("hex")}`;
  const common = { id, keys: target.keys, engineUrl: () => target.url };
  const app = await startApp({ ...common, ...place, ...how, functions });
  app.start();
  try {
    await register(app.url);
  } catch (error) {
    await app.stop();
    throw error;
  }
  const seat = (): Seat => {
    const missing: string[] = [];
    const api = clientOf(() => target.url, target.keys);
    const call: typeof api.call = async (method, path, body, token) => {
      const answer = await api.call(method, path, body, token);
      if (NOT_OFFERED.includes(answer.status)) missing.push(`${method} ${path}`);
      return answer;
    };
    const answeredLast = (runId: string) =>
      app.seen.findLast(({ body }) => (body.ctx as { run_id?: string })?.run_id === runId)?.status;
    const parked = async (...eventIds: string[]) => {
      for (const eventId of eventIds) {
        await until(async () => {
          const [run] = await api.runsOf(eventId);
          return run && answeredLast(run.run_id) === 206;
        });
      }
      await sleep(target.own ? SETTLE_MS.own : SETTLE_MS.foreign);
    };
    const serveAgain: Subject["serveAgain"] = async (again) => {
      const other = await startApp({ ...common, origin: undefined, ...again });
      other.start();
      return other;
    };
    const { keys } = target;
    return {
      subject: { ...api, call, app, keys, engineUrl: () => target.url, parked, serveAgain },
      missing,
    };
  };
  return { id, seat, stop: () => app.stop() };
};
