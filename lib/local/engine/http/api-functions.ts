import { audit } from "../admin/cancel.ts";
import type { Fn } from "../core/model.ts";
import { unhold } from "../runs/jobs.ts";
import { type Answer, type Call, leading, Refusal } from "./answer.ts";
import { requireToken } from "./auth.ts";
import { durable } from "./events.ts";
import { iso } from "./input.ts";

const view = (fn: Fn): Record<string, unknown> => ({
  id: fn.id,
  name: fn.config.name,
  app: fn.app.id,
  url: fn.config.url,
  tries: fn.config.tries,
  triggers: [
    ...fn.config.triggers.map(({ event, condition }) => ({ event, if: condition?.text ?? null })),
    ...fn.config.crons.map(({ schedule }) => ({ cron: schedule.text })),
  ],
  pausedAt: iso(fn.pausedAt),
});

/** `GET /api/functions`: the functions that can start. */
export const getFunctions = (call: Call): Answer => {
  requireToken(call);
  const k = leading(call);
  const fns = [...k.fns.values()].filter((fn) => fn.removedAt === null);
  return { status: 200, body: { data: fns.map(view), nextCursor: null } };
};

/** `GET /api/apps`: the applications with the outcome of their last sync. */
export const getApps = (call: Call): Answer => {
  requireToken(call);
  const k = leading(call);
  const apps = [...k.apps.values()].map((app) => ({
    id: app.id,
    url: app.url,
    sdk: app.sdk,
    framework: app.framework,
    syncedAt: iso(app.syncedAt || null),
    error: app.error,
    downSince: iso(app.downSince),
  }));
  return { status: 200, body: { data: apps, nextCursor: null } };
};

const change =
  (pause: boolean) =>
  async (call: Call): Promise<Answer> => {
    requireToken(call);
    const k = leading(call);
    const fn = k.fns.get(call.parts[2] ?? "");
    if (!fn) throw new Refusal(404, "there is no such function");
    if (pause !== (fn.pausedAt !== null)) {
      fn.pausedAt = pause ? k.clock.now() : null;
      k.log.put("fn", fn.id, fn);
      audit(k, pause ? "function.pause" : "function.resume", fn.id);
      await durable(k);
      if (!pause) unhold(k, fn.held);
    }
    return { status: 200, body: view(fn) };
  };

/** `POST /api/functions/:id/pause`: new runs are kept, and start when the function is resumed; begun ones go on. */
export const pauseFunction = change(true);
export const resumeFunction = change(false);
