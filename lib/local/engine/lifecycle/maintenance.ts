import type { Kernel } from "../core/kernel.ts";
import { firstUlid } from "../core/ulid.ts";
import { sweepSeeds } from "../runs/ingest.ts";

const EVERY_MS = 60_000;
const CHUNK = 2_000;

/** Deletes ended runs with their steps, and events nobody needs, that are older than the retention. */
export const deleteOld = async (k: Kernel): Promise<number> => {
  const before = k.clock.now() - k.options.retentionMs;
  let deleted = 0;
  for (;;) {
    const ids = await k.reader<{ id: string }[]>`
      with gone as (
        delete from engine.run where id in (
          select id from engine.run where ended_at < ${before} limit ${CHUNK}
        ) returning id
      ),
      steps as (delete from engine.step s using gone where s.run = gone.id),
      attempts as (delete from engine.attempt a using gone where a.run = gone.id)
      select id from gone`;
    deleted += ids.length;
    if (ids.length < CHUNK) break;
  }
  await deleteEvents(k, before);
  await k.reader`delete from engine.audit where at < ${before}`;
  return deleted;
};

const deleteEvents = async (k: Kernel, before: number): Promise<void> => {
  const kept = new Set([...k.runs.values()].flatMap((run) => run.eventIds));
  for (const batch of k.batches.values()) for (const event of batch.events) kept.add(event.id);
  for (const { event } of k.debounces.values()) kept.add(event.id);
  let last = "";
  for (;;) {
    const rows = await k.reader<{ id: string }[]>`
      select id from engine.event
      where id > ${last} and id < ${firstUlid(before)} and received_at < ${before} order by id limit ${CHUNK}`;
    const ids = rows.map(({ id }) => id).filter((id) => !kept.has(id));
    if (ids.length > 0) await k.reader`delete from engine.event where id = any(${ids})`;
    last = rows.at(-1)?.id ?? last;
    if (rows.length < CHUNK) return;
  }
};

const forget = async (k: Kernel): Promise<void> => {
  const now = k.clock.now();
  k.keys.sweep(now);
  sweepSeeds(k);
  for (const [key, tat] of k.buckets) if (tat < now) k.buckets.delete(key);
  for (const [id, rule] of k.cancellations) if (rule.to < now) k.cancellations.delete(id);
  await k.reader`delete from engine.run_key where expires_at < ${now}`;
  await k.reader`delete from engine.bucket where tat < ${now - EVERY_MS}`;
  await k.reader`delete from engine.cancellation where to_at < ${now}`;
};

/** Clears away once a minute what has expired. */
export const keepTidy = (k: Kernel): void => {
  const round = async (): Promise<void> => {
    if (k.closed) return;
    try {
      await forget(k);
      const deleted = await deleteOld(k);
      if (deleted > 0) k.logger("info", "old runs deleted", { deleted });
    } catch (error) {
      if (!k.closed) k.logger("warn", "tidying failed", { why: String(error) });
    }
    if (!k.closed) k.timers.at(k.clock.now() + EVERY_MS, () => void round());
  };
  k.timers.at(k.clock.now() + EVERY_MS, () => void round());
};
