import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { sql } from "kysely";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, expect } from "vitest";
import { POST } from "@/app/api/hooks/resend/route";
import { worker } from "@/lib/core/caller";
import { queueMail } from "@/lib/domain/mail/queue";
import { giveUpMail, sendMail } from "@/lib/domain/mail/send";
import { asSystem } from "@/lib/infra/db/as-system";
import { asTenant } from "@/lib/infra/db/as-tenant";
import { openMailbox } from "@/tests/mail/mailbox";
import type { Actor } from "@/tests/support/actor";
import { test } from "@/tests/support/test";

let mailbox: Awaited<ReturnType<typeof openMailbox>>;
beforeAll(async () => {
  mailbox = await openMailbox();
});
afterAll(() => mailbox.close());

const system = () => asSystem("tests look at the ledger");

const queue = (
  { tenantId }: Actor,
  to = `${randomUUID()}@inbox.test`,
  key = `test/${randomUUID()}`,
) =>
  asTenant(worker("test", tenantId), async (tx) => {
    const props = { title: "Hello", paragraphs: ["One", "Two"], tenant: "Acme" };
    return { to, key, ...(await queueMail(tx, { key, template: "workflow-message", to, props })) };
  });

const look = async (mailId: string) => {
  const { rows } = await sql<{ status: string; error: string | null; providerId: string | null }>`
    select status, error, provider_id from public.mails where id = ${mailId}::uuid`.execute(
    system(),
  );
  return rows[0];
};

const arrived = async (to: string) =>
  (await mailbox.received()).filter((mail) => [mail.to].flat().includes(to));

test("a queued mail is sent once, exactly as it was frozen", async ({ tenant }) => {
  const { mailId, to } = await queue(tenant);
  const { rows } = await sql<{
    html: string;
    body: string;
  }>`select html, body from public.mails where id = ${mailId}::uuid`.execute(system());
  const ref = { tenantId: tenant.tenantId, mailId };
  expect(await sendMail(ref)).toBe("accepted");
  expect(await sendMail(ref)).toBe("settled");
  expect(await arrived(to)).toMatchObject([
    { subject: "Hello", html: rows[0]?.html, text: rows[0]?.body },
  ]);
  expect(await look(mailId)).toMatchObject({
    status: "accepted",
    providerId: expect.any(String),
    error: null,
  });
});

test("the same key queues one mail and one event", async ({ tenant }) => {
  const key = `test/${randomUUID()}`;
  const first = await queue(tenant, "one@inbox.test", key);
  const second = await queue(tenant, "two@inbox.test", key);
  expect(second.mailId).toBe(first.mailId);
  expect((await tenant.events()).filter(({ name }) => name === "mail/mail.queued")).toHaveLength(1);
});

test("the mail and its event are gone when the transaction fails", async ({ tenant }) => {
  const failing = asTenant(worker("test", tenant.tenantId), async (tx) => {
    await queueMail(tx, {
      key: "k",
      template: "workflow-message",
      to: "a@inbox.test",
      props: { title: "Hello", paragraphs: [], tenant: "Acme" },
    });
    throw new Error("stop");
  });
  await expect(failing).rejects.toThrow("stop");
  const names = (await tenant.events()).map(({ name }) => name);
  expect(names).not.toContain("mail/mail.queued");
});

test("people and keys cannot put a mail into the ledger, and a bad address is refused", async ({
  tenant,
}) => {
  const props = { title: "x", paragraphs: [], tenant: "Acme" };
  const mail = { key: "k", template: "workflow-message" as const, props };
  await expect(
    asTenant(tenant.caller, (tx) => queueMail(tx, { ...mail, to: "a@inbox.test" })),
  ).rejects.toMatchObject({ code: "42501" });
  for (const to of [
    "",
    "nobody",
    "a@b",
    "a@inbox.test\r\nBcc: x@inbox.test",
    "a@inbox.test, b@inbox.test",
  ])
    await expect(
      asTenant(worker("test", tenant.tenantId), (tx) => queueMail(tx, { ...mail, to })),
      to,
    ).rejects.toMatchObject({ code: "invalid_input" });
});

test("a try that fails on the way is repeated under the same key and arrives once", async ({
  tenant,
}) => {
  for (const mode of ["500", "429", "drop-after-accept"]) {
    const { mailId, to } = await queue(tenant);
    const ref = { tenantId: tenant.tenantId, mailId };
    await mailbox.fault(mode, 1);
    await expect(sendMail(ref), mode).rejects.toMatchObject({
      code: mode === "429" ? "rate_limited" : "unavailable",
      retryAfterS: expect.any(Number),
    });
    // What was refused was not taken; what was not answered may have been.
    expect(await look(mailId)).toMatchObject({ status: mode === "429" ? "queued" : "claimed" });
    expect(await sendMail(ref)).toBe("accepted");
    expect(await arrived(to), mode).toHaveLength(1);
  }
});

test("ten senders of one mail deliver it once", async ({ tenant }) => {
  const { mailId, to } = await queue(tenant);
  await Promise.allSettled(
    Array.from({ length: 10 }, () => sendMail({ tenantId: tenant.tenantId, mailId })),
  );
  expect(await arrived(to)).toHaveLength(1);
  expect(await look(mailId)).toMatchObject({ status: "accepted" });
});

test("a mail without an answer for 23 hours is not sent again", async ({ tenant }) => {
  const { mailId, to } = await queue(tenant);
  await sql`update public.mails set claimed_at = now() - interval '23 hours 1 minute' where id = ${mailId}::uuid`.execute(
    system(),
  );
  expect(await sendMail({ tenantId: tenant.tenantId, mailId })).toBe("unknown");
  expect(await arrived(to)).toHaveLength(0);
  expect(await look(mailId)).toMatchObject({
    status: "unknown",
    error: expect.stringContaining("23 hours"),
  });
});

test("a mail that waited a day before its first try is sent", async ({ tenant }) => {
  const { mailId, to } = await queue(tenant);
  await sql`update public.mails set created_at = now() - interval '30 hours' where id = ${mailId}::uuid`.execute(
    system(),
  );
  expect(await sendMail({ tenantId: tenant.tenantId, mailId })).toBe("accepted");
  expect(await arrived(to)).toHaveLength(1);
});

test("a key the provider has for another mail ends as unknown", async ({ tenant, rival }) => {
  const key = `test/${randomUUID()}`;
  const one = await queue(tenant, "first@inbox.test", key);
  const other = await queue(rival, "second@inbox.test", key);
  expect(await sendMail({ tenantId: tenant.tenantId, mailId: one.mailId })).toBe("accepted");
  expect(await sendMail({ tenantId: rival.tenantId, mailId: other.mailId })).toBe("unknown");
});

test("giving up keeps a mail from being sent again, and never hides an answer", async ({
  tenant,
}) => {
  const { mailId } = await queue(tenant);
  const ref = { tenantId: tenant.tenantId, mailId };
  await giveUpMail(ref, "no answer");
  expect(await sendMail(ref)).toBe("settled");
  expect(await look(mailId)).toMatchObject({ status: "unknown", error: "no answer" });
});

const webhook = (
  type: string,
  tags: object,
  secret = mailbox.webhookSecret,
  extra: object = {},
) => {
  const body = JSON.stringify({
    type,
    created_at: new Date().toISOString(),
    data: { email_id: "e-1", tags, ...extra },
  });
  const at = new Date();
  const signature = new Webhook(secret).sign("msg", at, body);
  const headers = {
    "svix-id": "msg",
    "svix-timestamp": String(Math.floor(at.getTime() / 1000)),
    "svix-signature": signature,
  };
  return POST(
    new Request("http://127.0.0.1:3000/api/hooks/resend", { method: "POST", body, headers }),
  );
};

test("the provider's news end in the same state in any order and with any repeats", {
  timeout: 60_000,
}, async ({ tenant }) => {
  const types = ["email.sent", "email.delivered", "email.bounced", "email.complained"];
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(types, { minLength: 1 }),
      fc.array(fc.constantFrom(0, 1, 2, 3), { maxLength: 4 }),
      async (order, repeats) => {
        const { mailId } = await queue(tenant);
        const all = [...order, ...repeats.map((at) => order[at % order.length] ?? "")];
        for (const type of all) await webhook(type, { mail: mailId, tenant: tenant.tenantId });
        const last = types.findLast((type) => order.includes(type));
        const expected = last === "email.sent" ? "accepted" : last?.slice(6);
        expect((await look(mailId))?.status).toBe(expected);
      },
    ),
    { numRuns: 40 },
  );
});

test("news before our own answer are not undone by it", async ({ tenant }) => {
  const { mailId } = await queue(tenant);
  const ref = { tenantId: tenant.tenantId, mailId };
  await sendMail(ref, async () => {
    await webhook("email.bounced", { mail: mailId, tenant: tenant.tenantId }, undefined, {
      bounce: { message: "No such box" },
    });
    return { status: "accepted", providerId: "e-1" };
  });
  expect(await look(mailId)).toMatchObject({
    status: "bounced",
    error: "No such box",
    providerId: "e-1",
  });
});

test("webhooks that are forged, foreign or of another tenant change nothing", async ({
  tenant,
  rival,
}) => {
  const { mailId } = await queue(tenant);
  const forged = await webhook(
    "email.bounced",
    { mail: mailId, tenant: tenant.tenantId },
    `whsec_${"A".repeat(32)}`,
  );
  expect([forged.status, (await forged.json()).code]).toEqual([401, "unauthenticated"]);
  for (const tags of [
    { mail: mailId, tenant: rival.tenantId },
    { mail: mailId, tenant: "account" },
    { mail: "x" },
    {},
  ])
    expect((await webhook("email.bounced", tags)).status).toBe(200);
  expect(
    await (await webhook("contact.updated", { mail: mailId, tenant: tenant.tenantId })).json(),
  ).toEqual({ recorded: false });
  expect(await look(mailId)).toMatchObject({ status: "queued" });
});
