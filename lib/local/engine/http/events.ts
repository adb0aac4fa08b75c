import type { Kernel } from "../core/kernel.ts";
import { seededIds } from "../core/ulid.ts";
import { LIMITS } from "../options.ts";
import { type Incoming, ingest } from "../runs/ingest.ts";
import {
  type Answer,
  type Call,
  headerOf,
  leading,
  parseJson,
  Refusal,
  readBody,
} from "./answer.ts";
import { requireEventKey } from "./auth.ts";

const TS_MIN = Date.UTC(1980, 0, 1);
const TS_MAX = Date.UTC(2100, 0, 1);
const PENDING_ROWS_MAX = 200_000;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const refuse = (i: number, message: string): never => {
  throw new Refusal(400, `event ${i}: ${message}`);
};

const checkName = (name: unknown, i: number): string => {
  if (typeof name !== "string" || name.trim() === "") return refuse(i, "name is missing or empty");
  if (name.length > LIMITS.eventNameLength) {
    return refuse(i, `name is longer than ${LIMITS.eventNameLength} characters`);
  }
  if (name.startsWith("inngest/")) return refuse(i, "names that begin with inngest/ are reserved");
  if (name.includes("\u0000")) return refuse(i, "name has a NUL character");
  return name;
};

const checkTs = (ts: unknown, i: number, nowMs: number): number => {
  if (ts === undefined || ts === null || ts === 0) return nowMs;
  if (typeof ts !== "number" || !Number.isInteger(ts) || ts < TS_MIN || ts > TS_MAX) {
    return refuse(i, "ts is not Unix milliseconds between 1980 and 2100");
  }
  return ts;
};

const checkId = (id: unknown, i: number): string | undefined => {
  if (id === undefined || id === null || id === "") return undefined;
  if (typeof id !== "string" || id.length > LIMITS.eventNameLength || id.includes("\u0000")) {
    return refuse(i, `id is not a text of at most ${LIMITS.eventNameLength} characters`);
  }
  return id;
};

/** One event, checked; what Inngest reserves for itself is taken out of its data. */
const readEvent = (input: unknown, i: number, nowMs: number): Incoming => {
  if (!isRecord(input)) return refuse(i, "it is not an object");
  const { id, name, data, ts, user, v } = input;
  if (data !== undefined && data !== null && !isRecord(data))
    return refuse(i, "data is not an object");
  const { _inngest, ...rest } = (data ?? {}) as Record<string, unknown>;
  const extra = { ...(isRecord(user) ? { user } : {}), ...(typeof v === "string" ? { v } : {}) };
  return {
    id: checkId(id, i),
    name: checkName(name, i),
    data: rest,
    ts: checkTs(ts, i, nowMs),
    extra,
  };
};

const readEvents = (body: unknown, bodyLength: number, nowMs: number): Incoming[] => {
  const list = Array.isArray(body) ? body : [body];
  if (list.length > LIMITS.eventsPerRequest) {
    throw new Refusal(400, `a request has at most ${LIMITS.eventsPerRequest} events`);
  }
  return list.map((event, i) => {
    const read = readEvent(event, i, nowMs);
    if (bodyLength > LIMITS.eventBytes && JSON.stringify(event).length > LIMITS.eventBytes) {
      throw new Refusal(413, `event ${i}: it is larger than ${LIMITS.eventBytes} bytes`);
    }
    return read;
  });
};

/** Requests that wait: for a place, for their application, or for their function to be resumed. */
const depth = (k: Kernel): number => {
  let held = 0;
  for (const app of k.apps.values()) held += app.held.size;
  for (const fn of k.fns.values()) held += fn.held.size;
  return k.scheduler.queued + held;
};

const checkRoom = (k: Kernel, events: Incoming[]): void => {
  const { queueMax, queueMaxPerTenant } = k.options;
  if (k.log.stuck)
    throw new Refusal(
      503,
      "the database has no room: free disk space; nothing that was taken is lost",
    );
  if (k.log.pending > PENDING_ROWS_MAX)
    throw new Refusal(503, "the database does not keep up; try again later");
  if (depth(k) > queueMax) throw new Refusal(429, `more than ${queueMax} requests are queued`);
  for (const { data } of events) {
    const tenant = typeof data.tenantId === "string" ? data.tenantId : "";
    if (tenant && k.scheduler.flowDepth(tenant) > queueMaxPerTenant) {
      throw new Refusal(
        429,
        `more than ${queueMaxPerTenant} requests of tenant ${tenant} are queued`,
      );
    }
  }
};

/** Loads the keys of these event ids that are in force but not in memory. */
const recall = async (k: Kernel, events: Incoming[]): Promise<void> => {
  const now = k.clock.now();
  const ids = events.flatMap(({ id }) => (id === undefined ? [] : [id]));
  if (ids.length === 0 || !k.keys.partial(now)) return;
  const rows = await k.reader<{ key: string; expires_at: number }[]>`
    select key, expires_at from engine.run_key where ext = any(${ids}) and expires_at > ${now}`;
  for (const { key, expires_at } of rows) k.keys.add(key, expires_at);
};

/** `POST /e/:key`: takes one event or a list in; the ids are answered when everything is durable. */
export const postEvents = async (call: Call): Promise<Answer> => {
  try {
    requireEventKey(call, call.parts[1] ?? "");
    const k = leading(call);
    const text = await readBody(call.request, LIMITS.bodyBytes);
    const events = readEvents(parseJson(text), text.length, k.clock.now());
    checkRoom(k, events);
    await recall(k, events);
    if (k.closed) throw new Refusal(503, "the engine is closing");
    const ids = ingest(
      k,
      events,
      seededIds(headerOf(call.request, "x-inngest-event-id-seed"), events.length),
    );
    await durable(k);
    return { status: 200, body: { ids, status: 200 } };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { status: error.status, body: { ids: [], status: error.status, error: error.message } };
  }
};

/** Resolves when all that was put into the log so far is durable; refuses with 503 when the engine loses its place first. */
export const durable = (k: Kernel): Promise<void> =>
  new Promise((resolve, reject) => {
    if (k.closed) {
      reject(new Refusal(503, "the engine lost its database; try again"));
      return;
    }
    k.log.after(resolve, () => reject(new Refusal(503, "the engine lost its database; try again")));
  });
