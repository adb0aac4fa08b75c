import { z } from "zod";
import { audit } from "../admin/cancel.ts";
import type { Fn } from "../core/model.ts";
import { startInvoked } from "../runs/invoke.ts";
import { unhold } from "../runs/jobs.ts";
import { type Answer, type Call, leading, Refusal } from "./answer.ts";
import { requireSdk, requireToken } from "./auth.ts";
import { durable } from "./events.ts";
import { iso, readInput } from "./input.ts";

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

/** `GET /api/notices`: what was asked for since the engine leads and is not offered. */
export const getNotices = (call: Call): Answer => {
  requireToken(call);
  const data = [...leading(call).notices].map(([message, { count, at }]) => ({
    message,
    count,
    at: iso(at),
  }));
  return { status: 200, body: { data, nextCursor: null } };
};

const Invocation = z.object({ data: z.record(z.string(), z.unknown()).optional() });

/** `POST /invoke/:function { data }`: starts a run by hand; answers its id and the id of its event. */
export const postInvoke = async (call: Call): Promise<Answer> => {
  requireSdk(call);
  const k = leading(call);
  const fn = k.fns.get(call.parts[1] ?? "");
  if (!fn || fn.removedAt !== null) throw new Refusal(404, "there is no such function");
  const run = startInvoked(k, fn, await readInput(call, Invocation), { tenant: null });
  if (!run) throw new Refusal(409, "its rate limit or idempotency key forbids another run now");
  await durable(k);
  return { status: 200, body: { status: 200, id: run.eventIds[0], run_id: run.id } };
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
