import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from "vitest";
import { worker } from "@/lib/core/caller";
import { queueMail } from "@/lib/domain/mail/queue";
import { asSystem } from "@/lib/infra/db/as-system";
import { asTenant } from "@/lib/infra/db/as-tenant";
import { drainOutbox } from "@/lib/infra/events/relay";
import type { Clock } from "@/lib/local/engine/schedule/clock";
import { openMailbox } from "@/tests/mail/mailbox";
import { startEngine } from "@/tests/runs/support/engine";
import type { Actor } from "@/tests/support/actor";
import { test as base } from "@/tests/support/test";

/** Goes by the date, which these tests put forward for app and engine alike; looks often whether its time has come. */
const clock: Clock = {
  now: () => Date.now(),
  after: (ms, fire) => {
    const end = Date.now() + ms;
    const timer = setInterval(() => {
      if (Date.now() < end) return;
      clearInterval(timer);
      fire();
    }, 5);
    return () => clearInterval(timer);
  },
};

const engine = await startEngine(["mail-send"], { clock });
afterAll(() => engine.close());

const test = base.extend("engine", { auto: true }, ({ database: _ }) => engine.connect());

let mailbox: Awaited<ReturnType<typeof openMailbox>>;
beforeAll(async () => {
  mailbox = await openMailbox();
});
afterAll(() => mailbox.close());

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], shouldAdvanceTime: true });
});
afterEach(() => {
  vi.useRealTimers();
});

const HOUR_MS = 3_600_000;
const patience = { timeout: 20_000, interval: 20 };

const forward = (ms: number) => vi.setSystemTime(Date.now() + ms);

const moment = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Puts the time forward bit by bit until something is so; at most two and a half minutes by the wall clock. In between, what is on its way
 * arrives: a request that was signed more than five minutes ago is refused and tried again.
 */
const forwardUntil = async (ms: number, isSo: () => Promise<boolean>) => {
  const end = performance.now() + 150_000;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error("It never came to that.");
    forward(ms);
    await moment(60);
  }
};

const queue = async ({ tenantId }: Actor) => {
  const to = `${randomUUID()}@inbox.test`;
  const { mailId } = await asTenant(worker("test", tenantId), (tx) =>
    queueMail(tx, {
      key: `test/${to}`,
      template: "workflow-message",
      to,
      props: { title: "Hello", paragraphs: ["One"], tenant: "Acme" },
    }),
  );
  await drainOutbox();
  return { to, mailId };
};

const look = async (mailId: string) => {
  const { rows } = await sql<{ status: string; error: string | null }>`
    select status, error from public.mails where id = ${mailId}::uuid`.execute(
    asSystem("tests look at the ledger"),
  );
  return rows[0];
};

const arrived = async (to: string) =>
  (await mailbox.received()).filter((mail) => [mail.to].flat().includes(to)).length;

test("while the quota is used up a mail is asked for once an hour, and sent once as soon as there is some again", {
  timeout: 180_000,
}, async ({ tenant }) => {
  await mailbox.fault("quota", 3);
  const { mailId, to } = await queue(tenant);
  for (const left of [2, 1, 0]) {
    await expect.poll(mailbox.faultsLeft, patience).toBe(left);
    await expect.poll(() => look(mailId), patience).toEqual({ status: "queued", error: null });
    // Nobody asks again within the hour, which would use up tries.
    forward(0.9 * HOUR_MS);
    await moment(200);
    expect(await mailbox.faultsLeft()).toBe(left);
    expect(await arrived(to)).toBe(0);
    const isAskedAgain = async () =>
      left > 0 ? (await mailbox.faultsLeft()) < left : (await arrived(to)) > 0;
    await forwardUntil(0.05 * HOUR_MS, isAskedAgain);
  }
  await expect.poll(() => look(mailId), patience).toEqual({ status: "accepted", error: null });
  expect(await arrived(to)).toBe(1);
});

test("after three days of a used-up quota the mail is given up as not sent, and stays unsent", {
  timeout: 180_000,
}, async ({ tenant }) => {
  await mailbox.fault("quota", 1000);
  const { mailId, to } = await queue(tenant);
  await forwardUntil(1.01 * HOUR_MS, async () => (await look(mailId))?.status === "failed");
  expect((await look(mailId))?.error).toMatch(/quota was used up for three days/);
  expect(await mailbox.faultsLeft()).toBe(1000 - 72);
  expect(await arrived(to)).toBe(0);
});
