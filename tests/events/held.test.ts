import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { sql } from "kysely";
import { expect } from "vitest";
import { asSystem } from "@/lib/infra/db/as-system";
import { HOLD_S, release, whileHeld } from "@/lib/infra/events/held";
import { nudgeRelay, relayIdle } from "@/lib/infra/events/relay";
import type { Actor } from "@/tests/support/actor";
import { test } from "@/tests/support/test";
import { sent } from "@/tests/support/vendors";

const system = () => asSystem("tests leave an event");

/** An event that is held for so many seconds more. */
const hold = async ({ tenantId }: Actor, seconds: number) => {
  const runId = randomUUID();
  const { rows } = await sql<{
    id: string;
  }>`insert into app.outbox (tenant_id, name, data, held_until)
    values (${tenantId}, 'workflows/run.followed', ${JSON.stringify({ tenantId, runId })}::text::jsonb,
      now() + make_interval(secs => ${seconds})) returning id`.execute(system());
  return { runId, id: rows[0]?.id ?? "" };
};

const leftS = async (id: string) => {
  const { rows } = await sql<{ s: number }>`
    select extract(epoch from held_until - now())::float8 as s from app.outbox where id = ${id}`.execute(
    system(),
  );
  return rows[0]?.s;
};

const sentOf = (runId: string) => sent.filter(({ data }) => data.runId === runId);

test("an event stays held for as long as the work takes", async ({ tenant }) => {
  const { id, runId } = await hold(tenant, 6);
  await whileHeld(id, async () => {
    await expect.poll(() => leftS(id), { timeout: 20_000 }).toBeGreaterThan(HOLD_S - 2);
    nudgeRelay();
    await relayIdle();
    expect(sentOf(runId)).toEqual([]);
  });
});

test("what is released is handed over at once, and says not before when", async ({ tenant }) => {
  const { id, runId } = await hold(tenant, 60);
  const notBefore = new Date("2026-11-22T12:00:00.000Z");
  await release(id, notBefore);
  await relayIdle();
  expect(sentOf(runId)).toMatchObject([
    { id, data: { runId, notBefore: notBefore.toISOString() } },
  ]);
});

test("what nobody holds any longer is handed over when its time is over", async ({ tenant }) => {
  const { id, runId } = await hold(tenant, 1);
  nudgeRelay();
  await relayIdle();
  expect(sentOf(runId)).toEqual([]);
  while (((await leftS(id)) ?? 0) > 0) await pause(100);
  nudgeRelay();
  await relayIdle();
  expect(sentOf(runId)).toHaveLength(1);
});
