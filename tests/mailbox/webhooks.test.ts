import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { expect, onTestFinished, test } from "vitest";
import {
  draft,
  scratchDirectory,
  startMailbox,
  WEBHOOK_SECRET,
} from "@/tests/mailbox/support/start";

type Delivery = { id: string; type: string; data: Record<string, unknown>; status: number };

/** A receiver that verifies every delivery with standardwebhooks and answers what the test says. */
const startReceiver = async (answer: (count: number) => number = () => 204) => {
  const deliveries: Delivery[] = [];
  const verifier = new Webhook(WEBHOOK_SECRET);
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const payload = Buffer.concat(chunks).toString();
    const headers = request.headers as Record<string, string>;
    const event = verifier.verify(payload, headers) as {
      type: string;
      data: Record<string, unknown>;
    };
    expect(headers["svix-signature"]).toBe(headers["webhook-signature"]);
    const status = answer(deliveries.length);
    deliveries.push({ ...event, id: headers["svix-id"] ?? "", status });
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const accepted = () => deliveries.filter(({ status }) => status < 300);
  const types = () => accepted().map(({ type }) => type);
  return { url: `http://127.0.0.1:${port}/hook`, deliveries, accepted, types };
};

test.for([
  ["ada@shop.dev", ["email.sent", "email.delivered"]],
  ["delivered+a@resend.dev", ["email.sent", "email.delivered"]],
  ["bounced@resend.dev", ["email.sent", "email.bounced"]],
  ["complained+x@resend.dev", ["email.sent", "email.delivered", "email.complained"]],
  ["suppressed@resend.dev", ["email.suppressed"]],
] as const)("mail to %s is reported as %j, signed", async ([to, expected]) => {
  const receiver = await startReceiver();
  const { resend } = await startMailbox({ webhookUrl: receiver.url });
  const { data } = await resend.emails.send({
    ...draft,
    to,
    tags: [{ name: "send_id", value: "s1" }],
  });
  await expect.poll(receiver.types).toEqual(expected);
  expect(receiver.deliveries[0]?.data).toMatchObject({
    email_id: data?.id,
    to: [to],
    subject: "Welcome",
    tags: { send_id: "s1" },
  });
  const state = (await resend.emails.get(data?.id ?? "")).data?.last_event;
  expect(`email.${state}`).toBe(expected.at(-1));
});

test("a delivery that fails is repeated with the same id until it is taken", async () => {
  const receiver = await startReceiver((count) => (count < 2 ? 500 : 204));
  const { resend } = await startMailbox({ webhookUrl: receiver.url, webhookRetryMs: [10, 10, 10] });
  await resend.emails.send({ ...draft, to: "suppressed@resend.dev" });
  await expect.poll(receiver.types).toEqual(["email.suppressed"]);
  expect(receiver.deliveries.map(({ status }) => status)).toEqual([500, 500, 204]);
  expect(new Set(receiver.deliveries.map(({ id }) => id)).size).toBe(1);
});

test("a webhook that is owed when the mailbox stops is delivered after the restart, one that was taken is not", async () => {
  const dataDir = await scratchDirectory();
  const receiver = await startReceiver((count) => (count === 0 ? 204 : count === 1 ? 503 : 204));
  const options = { dataDir, webhookUrl: receiver.url, webhookRetryMs: [60_000] };
  const first = await startMailbox(options);
  await first.resend.emails.send(draft);
  await expect.poll(() => receiver.deliveries.length).toBe(2);
  await first.close();
  await startMailbox(options);
  await expect.poll(() => receiver.accepted().length).toBe(2);
  expect(receiver.types().toSorted()).toEqual(["email.delivered", "email.sent"]);
  expect(receiver.deliveries).toHaveLength(3);
});

test("an address that bounced or complained is suppressed, and can be freed", async () => {
  const receiver = await startReceiver();
  const { resend, url } = await startMailbox({ webhookUrl: receiver.url });
  const { data } = await resend.emails.send({ ...draft, to: "Ada <Ada@shop.dev>" });
  await fetch(`${url}/api/messages/${data?.id}/events`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ type: "complained" }),
  });
  const listed = await resend.suppressions.list();
  expect(listed.data?.data).toMatchObject([
    { email: "ada@shop.dev", origin: "complaint", source_id: data?.id },
  ]);
  const second = await resend.emails.send(draft);
  await expect
    .poll(async () => (await resend.emails.get(second.data?.id ?? "")).data?.last_event)
    .toBe("suppressed");
  expect((await resend.suppressions.remove("ada@shop.dev")).data).toMatchObject({ deleted: true });
  const third = await resend.emails.send(draft);
  await expect
    .poll(async () => (await resend.emails.get(third.data?.id ?? "")).data?.last_event)
    .toBe("delivered");
});

test("what the recipient opens and clicks is told with the link, each time under an id of its own", async () => {
  const receiver = await startReceiver();
  const { resend, url } = await startMailbox({ webhookUrl: receiver.url });
  const { data } = await resend.emails.send(draft);
  const play = (body: object) =>
    fetch(`${url}/api/messages/${data?.id}/events`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  const link = "https://shop.dev/tea?a=1";
  for (const body of [{ type: "opened" }, { type: "opened" }, { type: "clicked", link }])
    expect((await play(body)).status).toBe(200);
  expect((await play({ type: "opened", link })).status).toBe(422);
  await expect.poll(() => receiver.deliveries.length, { timeout: 15_000 }).toBe(5);
  expect(receiver.types().toSorted()).toEqual([
    "email.clicked",
    "email.delivered",
    "email.opened",
    "email.opened",
    "email.sent",
  ]);
  expect(new Set(receiver.deliveries.map(({ id }) => id)).size).toBe(5);
  expect(receiver.deliveries.find(({ type }) => type === "email.clicked")?.data).toMatchObject({
    click: { link, timestamp: expect.any(String) },
  });
});

test("suppressions are added, found, listed by origin and removed in batches, and survive a restart", async () => {
  const first = await startMailbox();
  await first.resend.suppressions.batch.add({ emails: ["a@shop.dev", "b@shop.dev"] });
  expect((await first.resend.suppressions.add({ email: "A@shop.dev" })).error).toBeNull();
  await first.close();
  const { resend } = await startMailbox({ dataDir: first.dataDir });
  expect((await resend.suppressions.list({ origin: "manual" })).data?.data).toHaveLength(2);
  expect((await resend.suppressions.get("a@shop.dev")).data).toMatchObject({ origin: "manual" });
  await resend.suppressions.batch.remove({ emails: ["a@shop.dev", "b@shop.dev"] });
  expect((await resend.suppressions.get("a@shop.dev")).error?.statusCode).toBe(404);
});

test("a mail goes to whom is left when one of its recipients is suppressed", async () => {
  const { resend } = await startMailbox();
  await resend.suppressions.add({ email: "a@shop.dev" });
  const { data } = await resend.emails.send({ ...draft, to: ["a@shop.dev", "b@shop.dev"] });
  await expect
    .poll(async () => (await resend.emails.get(data?.id ?? "")).data?.last_event)
    .toBe("delivered");
});
