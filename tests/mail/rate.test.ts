import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { sql } from "kysely";
import { afterAll, beforeAll, expect } from "vitest";
import { worker } from "@/lib/core/caller";
import { env, resetEnv } from "@/lib/core/env";
import { queueMail } from "@/lib/domain/mail/queue";
import { asSystem } from "@/lib/infra/db/as-system";
import { asTenant } from "@/lib/infra/db/as-tenant";
import { drainOutbox } from "@/lib/infra/events/relay";
import { openMailbox } from "@/tests/mail/mailbox";
import { startEngine } from "@/tests/runs/support/engine";
import type { Actor } from "@/tests/support/actor";
import { test as base } from "@/tests/support/test";

const engine = await startEngine(["mail-send"], { apps: 2 });
afterAll(() => engine.close());

const test = base.extend("engine", { auto: true }, ({ database: _ }) => engine.connect());

/** When each request reached the provider, in milliseconds. */
const arrivals: number[] = [];

/** Stands in front of the mailbox and looks at the clock. */
const watch = (mailboxUrl: string) =>
  createServer((incoming: IncomingMessage, outgoing: ServerResponse) => {
    arrivals.push(performance.now());
    const { method = "GET", url = "/", headers } = incoming;
    const onward = request(new URL(url, mailboxUrl), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on("error", () => outgoing.destroy());
    incoming.pipe(onward);
  });

let mailbox: Awaited<ReturnType<typeof openMailbox>>;
let watcher: ReturnType<typeof watch>;
beforeAll(async () => {
  mailbox = await openMailbox();
  watcher = watch(env().RESEND_BASE_URL ?? "");
  await new Promise<void>((resolve) => watcher.listen(0, "127.0.0.1", resolve));
  process.env.RESEND_BASE_URL = `http://127.0.0.1:${(watcher.address() as AddressInfo).port}`;
  resetEnv();
});
afterAll(async () => {
  watcher.closeAllConnections();
  await new Promise((resolve) => watcher.close(resolve));
  await mailbox.close();
});

const queue = ({ tenantId }: Actor, count: number) =>
  asTenant(worker("test", tenantId), async (tx) => {
    for (let n = 0; n < count; n += 1)
      await queueMail(tx, {
        key: `test/${randomUUID()}`,
        template: "workflow-message",
        to: `${randomUUID()}@inbox.test`,
        props: { title: "Hello", paragraphs: ["One"], tenant: "Acme" },
      });
  });

const statuses = async () => {
  const { rows } = await sql<{ status: string; n: number }>`
    select status, count(*)::int as n from public.mails group by status order by status`.execute(
    asSystem("tests look at the ledger"),
  );
  return rows;
};

/** The most requests within any second, wherever it begins. */
const busiestSecond = (times: readonly number[]) =>
  Math.max(...times.map((from) => times.filter((at) => at >= from && at - from < 1000).length));

test("G14: the mails of two companies due at once, sent by two servers, never pass five requests in any second, and all arrive once", {
  timeout: 120_000,
}, async ({ tenant, rival }) => {
  await Promise.all([queue(tenant, 20), queue(rival, 20)]);
  await drainOutbox();
  await expect
    .poll(statuses, { timeout: 100_000, interval: 200 })
    .toEqual([{ status: "accepted", n: 40 }]);
  expect(arrivals).toHaveLength(40);
  expect(busiestSecond(arrivals)).toBeLessThanOrEqual(5);
  expect(await mailbox.received()).toHaveLength(40);
});
