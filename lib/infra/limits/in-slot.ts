import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { AppError } from "@/lib/core/errors";
import { asSystem } from "@/lib/infra/db/as-system";

/**
 * `slots` things at once. A slot rests `restMs` after use; one whose holder died is free again after `leaseMs`, which is
 * longer than the work ever takes.
 */
export type Slots = { name: string; slots: number; restMs: number; leaseMs: number };

type Slot = { name: string; n: number; holder: string };

const WAIT_MAX_MS = 30_000;

const db = () => asSystem("slots belong to no tenant");

const seconds = (ms: number) => sql`make_interval(secs => ${ms / 1000}::float8)`;

/** Takes a free slot, or tells when the next is free. */
const take = async ({ name, slots, leaseMs }: Slots, holder: string) => {
  const { rows } = await sql<{ n: number | null; waitMs: number | null }>`
    with free as (
      select n from app.slots where name = ${name} and n <= ${slots} and free_at <= clock_timestamp()
      order by free_at limit 1 for update skip locked),
    taken as (
      update app.slots s set free_at = clock_timestamp() + ${seconds(leaseMs)}, holder = ${holder}::uuid
      from free where s.name = ${name} and s.n = free.n returning s.n)
    select (select n from taken) as n, (select extract(epoch from min(free_at) - clock_timestamp()) * 1000 from app.slots
      where name = ${name} and n <= ${slots} and free_at > clock_timestamp())::float8 as wait_ms`.execute(
    db(),
  );
  return rows[0];
};

const giveBack = async ({ name, n, holder }: Slot, restMs: number) => {
  await sql`update app.slots set free_at = clock_timestamp() + ${seconds(restMs)}
    where name = ${name} and n = ${n} and holder = ${holder}::uuid`.execute(db());
};

const make = ({ name, slots }: Slots) =>
  sql`insert into app.slots (name, n) select ${name}, n from generate_series(1, ${slots}::int) as n on conflict do nothing`.execute(
    db(),
  );

/**
 * Does `work` in a slot, waiting for a free one. In any `restMs`, at most `slots` of them begin or are under way, whatever
 * the number of processes. Throws rate_limited when none became free within 30 seconds.
 */
export const inSlot = async <T>(policy: Slots, work: () => Promise<T>): Promise<T> => {
  const holder = randomUUID();
  const end = performance.now() + WAIT_MAX_MS;
  while (performance.now() < end) {
    const { n = null, waitMs = null } = (await take(policy, holder)) ?? {};
    if (n !== null) {
      const slot = { name: policy.name, n, holder };
      return work().finally(() => giveBack(slot, policy.restMs));
    }
    // No slot at all: the first call ever, or one that others hold locked this moment.
    if (waitMs === null) await make(policy);
    await sleep(Math.min(policy.restMs, Math.max(5, waitMs ?? 5)));
  }
  throw new AppError("rate_limited", `No slot for ${policy.name} became free.`, { retryAfterS: 5 });
};
