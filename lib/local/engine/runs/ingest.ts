import type { Kernel, OwnEvent } from "../core/kernel.ts";
import type { EventRecord, Fn, Pause } from "../core/model.ts";
import { ulid } from "../core/ulid.ts";
import { endRun } from "./end.ts";
import { admit } from "./flow.ts";
import { eventMemo, holds, resume } from "./record.ts";
import { evaluate } from "./start.ts";

/** An event as a client sends it, checked. */
export type Incoming = {
  id?: string | undefined;
  name: string;
  data: Record<string, unknown>;
  ts: number;
  extra: Record<string, unknown>;
};

const SEED_MEMORY_MS = 120_000;

/** The tenant of an event: `data.tenantId` when it is a text. */
const tenantOf = (data: Record<string, unknown>): string | null =>
  typeof data.tenantId === "string" && data.tenantId !== "" ? data.tenantId : null;

const wakeWaits = (k: Kernel, record: EventRecord, event: unknown): void => {
  for (const pause of k.waits.candidates(record.name, event)) {
    if (holds(k, pause, event)) {
      resume(k, pause.run, pause.step, "WaitForEvent", eventMemo(record));
    }
  }
};

const cancelRuns = (k: Kernel, record: EventRecord, event: unknown): void => {
  for (const pause of k.cancels.candidates(record.name, event)) {
    const { run } = pause;
    if (run.endedAt !== null || pause.expires <= k.clock.now()) continue;
    if (record.ts < startedBy(pause)) continue;
    if (holds(k, pause, event)) endRun(k, run, "Cancelled", null);
  }
};

/** A run is cancelled by what happens after it was asked for, not by what happened before. */
const startedBy = ({ run }: Pause): number =>
  Math.min(run.queuedAt, run.memo?.events[0]?.ts ?? run.queuedAt);

const triggersOn = (k: Kernel, fn: Fn, record: EventRecord, event: unknown): boolean =>
  fn.config.triggers.some(
    ({ event: name, prefix, condition }) =>
      (prefix === null ? name === record.name : record.name.startsWith(prefix)) &&
      (!condition || Boolean(evaluate(k, fn, condition, event, false))),
  );

const startRuns = (k: Kernel, record: EventRecord, event: unknown): void => {
  const exact = k.byEvent.get(record.name);
  for (const fn of exact ?? []) {
    if (triggersOn(k, fn, record, event)) admit(k, fn, record, event);
  }
  for (const fn of k.wildcards) {
    if (!exact?.has(fn) && triggersOn(k, fn, record, event)) admit(k, fn, record, event);
  }
};

const take = (k: Kernel, record: EventRecord, event: unknown): void => {
  k.counters.events++;
  k.log.put("event", record.id, record);
  k.lookback.add(record);
  cancelRuns(k, record, event);
  wakeWaits(k, record, event);
  startRuns(k, record, event);
};

const recordOf = (k: Kernel, id: string, incoming: Incoming): [EventRecord, unknown] => {
  const { name, data, ts, extra } = incoming;
  const event = { ...extra, data, id: incoming.id ?? id, name, ts };
  const record = {
    id,
    externalId: incoming.id ?? null,
    name,
    text: JSON.stringify(event),
    ts,
    receivedAt: k.clock.now(),
    tenant: tenantOf(data),
    canon: null,
  };
  return [record, event];
};

/**
 * Takes events in: what they cancel, wake and start goes into the same commit. Answers their internal ids.
 * A resend with the same seeded ids changes nothing.
 */
export const ingest = (k: Kernel, incoming: Incoming[], seeded: string[] | null): string[] =>
  incoming.map((one, i) => {
    const id = seeded?.[i] ?? ulid(k.clock.now());
    if (seeded) {
      if (k.recent.has(id)) {
        k.counters.duplicates++;
        return id;
      }
      k.recent.set(id, k.clock.now() + SEED_MEMORY_MS);
    }
    const [record, event] = recordOf(k, id, one);
    take(k, record, event);
    return id;
  });

/** Takes an event of the engine's own in. */
export const ingestOwn = (k: Kernel, own: OwnEvent): void => {
  const now = k.clock.now();
  const incoming = { id: own.id, name: own.name, data: own.data, ts: now, extra: {} };
  const [record, event] = recordOf(k, ulid(now), incoming);
  take(k, { ...record, tenant: own.tenant }, event);
};

/** Forgets seeds that no client will send again. */
export const sweepSeeds = (k: Kernel): void => {
  const now = k.clock.now();
  for (const [id, until] of k.recent) {
    if (until > now) return;
    k.recent.delete(id);
  }
};
