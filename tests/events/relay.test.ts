import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect } from "vitest";
import { asSystem } from "@/lib/infra/db/as-system";
import { lookAtOutbox, nudgeRelay, relayIdle } from "@/lib/infra/events/relay";
import type { Actor } from "@/tests/support/actor";
import { test } from "@/tests/support/test";
import { sent } from "@/tests/support/vendors";

const leave = async ({ tenantId }: Actor) => {
  const runId = randomUUID();
  await sql`insert into app.outbox (tenant_id, name, data) values (${tenantId}, 'workflows/run.followed',
    ${JSON.stringify({ tenantId, runId })}::text::jsonb)`.execute(asSystem("tests leave an event"));
  return runId;
};

const timesSent = (runId: string) => sent.filter(({ data }) => data.runId === runId).length;

test("a look hands over what waits, once", async ({ tenant }) => {
  await relayIdle();
  const runId = await leave(tenant);
  lookAtOutbox();
  await relayIdle();
  expect(timesSent(runId)).toBe(1);
  lookAtOutbox();
  await relayIdle();
  expect(timesSent(runId)).toBe(1);
});

test("whoever asks while a round is under way has it followed by another", async ({ tenant }) => {
  await relayIdle();
  lookAtOutbox();
  const runId = await leave(tenant);
  nudgeRelay();
  await relayIdle();
  expect(timesSent(runId)).toBe(1);
});
