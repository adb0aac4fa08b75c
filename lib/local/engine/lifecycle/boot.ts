import { armCrons } from "../admin/crons.ts";
import { appOf, bind } from "../admin/registry.ts";
import { readFunction } from "../config/functions.ts";
import type { Kernel } from "../core/kernel.ts";
import { type EventRow, eventOf, readEvents } from "../core/memo.ts";
import type { Fn, Run } from "../core/model.ts";
import { firstUlid } from "../core/ulid.ts";
import { compile } from "../expression/compile.ts";
import { armBatch, armDebounce } from "../runs/flow.ts";
import { restoreRuns } from "./restore-runs.ts";

const SEEDS_MS = 120_000;

type AppRow = {
  url: string;
  id: string;
  sdk: string;
  framework: string;
  checksum: string;
  synced_at: number;
  error: string | null;
};

const restoreApps = async (k: Kernel): Promise<void> => {
  for (const row of await k.reader<AppRow[]>`select * from engine.app`) {
    const { synced_at, ...rest } = row;
    Object.assign(appOf(k, row.url), { ...rest, syncedAt: synced_at });
  }
  const rows = await k.reader<
    {
      id: string;
      app_url: string;
      config: string;
      paused_at: number | null;
      removed_at: number | null;
    }[]
  >`select * from engine.fn`;
  for (const row of rows) {
    const config = readFunction(JSON.parse(row.config));
    if (typeof config === "string") {
      k.logger("warn", "a stored function is not valid any more", { fn: row.id, why: config });
      continue;
    }
    const fn: Fn = {
      id: row.id,
      app: appOf(k, row.app_url),
      config,
      raw: row.config,
      pausedAt: row.paused_at,
      removedAt: row.removed_at,
      held: new Set(),
      bound: false,
    };
    k.fns.set(fn.id, fn);
    if (fn.removedAt === null) bind(k, fn);
  }
};

const restoreKeys = async (k: Kernel): Promise<void> => {
  const now = k.clock.now();
  const rows = await k.reader<{ key: string; expires_at: number }[]>`
    select key, expires_at from engine.run_key where expires_at > ${now} order by expires_at desc limit ${k.options.keysInMemory}`;
  for (const { key, expires_at } of rows.reverse()) k.keys.add(key, expires_at);
  const [oldest] = rows;
  if (rows.length === k.options.keysInMemory && oldest) k.keys.markPartial(oldest.expires_at);
  const seeds = await k.reader<{ id: string }[]>`
    select id from engine.event where received_at > ${now - SEEDS_MS} and id > ${"0"} order by id desc limit 200000`;
  for (const { id } of seeds) k.recent.set(id, now + SEEDS_MS);
  const buckets = await k.reader<
    { key: string; tat: number }[]
  >`select key, tat from engine.bucket where tat > ${now}`;
  for (const { key, tat } of buckets) k.buckets.set(key, tat);
};

const restoreGroups = async (k: Kernel): Promise<void> => {
  const batches = await k.reader<
    { key: string; fn: string; events: string; due: number }[]
  >`select * from engine.batch`;
  const debounces = await k.reader<
    { key: string; fn: string; event: string; due: number; first_at: number }[]
  >`select * from engine.debounce`;
  const ids = [
    ...batches.flatMap((row) => row.events.split(" ")),
    ...debounces.map((row) => row.event),
  ];
  const events = ids.length > 0 ? await readEvents(k, ids) : new Map();
  for (const row of batches) {
    const fn = k.fns.get(row.fn);
    if (!fn) continue;
    const records = row.events.split(" ").flatMap((id) => events.get(id) ?? []);
    const batch = { key: row.key, fn, events: records, due: row.due, timer: null };
    k.batches.set(row.key, batch);
    armBatch(k, batch);
  }
  for (const row of debounces) {
    const fn = k.fns.get(row.fn);
    const event = events.get(row.event);
    if (!fn || !event) continue;
    const state = { key: row.key, fn, event, due: row.due, firstAt: row.first_at, timer: null };
    k.debounces.set(row.key, state);
    armDebounce(k, state);
  }
};

const restoreCrons = async (k: Kernel): Promise<void> => {
  const rows = await k.reader<
    { key: string; fn: string; next_at: number; last_at: number | null }[]
  >`select * from engine.cron`;
  for (const row of rows) {
    const fn = k.fns.get(row.fn);
    const index =
      fn?.config.crons.findIndex(({ schedule }) => row.key === `${row.fn}|${schedule.text}`) ?? -1;
    if (!fn || index < 0) continue;
    k.crons.set(row.key, {
      key: row.key,
      fn,
      index,
      nextAt: row.next_at,
      lastAt: row.last_at,
      timer: null,
    });
  }
  for (const fn of k.fns.values()) if (fn.removedAt === null) armCrons(k, fn);
};

const restoreLookback = async (k: Kernel): Promise<void> => {
  const { spanMs } = k.lookback;
  if (spanMs <= 0) return;
  const rows = await k.reader<EventRow[]>`
    select * from (
      select id, external_id, name, data, tenant, ts, received_at from engine.event
      where id >= ${firstUlid(k.clock.now() - spanMs - SEEDS_MS)} order by id desc limit 20000
    ) recent order by id`;
  for (const row of rows) k.lookback.add(eventOf(row));
};

const restoreCancellations = async (k: Kernel): Promise<void> => {
  const rows = await k.reader<
    {
      id: string;
      fn: string | null;
      tenant: string | null;
      condition: string | null;
      from_at: number | null;
      to_at: number;
      created_at: number;
    }[]
  >`select * from engine.cancellation where to_at > ${k.clock.now()}`;
  for (const row of rows) {
    k.cancellations.set(row.id, {
      id: row.id,
      fn: row.fn,
      tenant: row.tenant,
      condition: row.condition === null ? null : compile(row.condition),
      from: row.from_at,
      to: row.to_at,
      createdAt: row.created_at,
    });
  }
};

/** Fills a fresh kernel with everything the database knows and lets the work go on. Answers the live runs. */
export const boot = async (k: Kernel): Promise<Run[]> => {
  await restoreApps(k);
  await Promise.all([restoreKeys(k), restoreCancellations(k)]);
  const runs = await restoreRuns(k);
  await restoreGroups(k);
  await restoreLookback(k);
  await restoreCrons(k);
  return runs;
};
