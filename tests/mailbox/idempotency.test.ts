import { expect, test } from "vitest";
import { draft, startMailbox } from "@/tests/mailbox/support/start";

const key = { idempotencyKey: "onb/u1/s1" };

test("the same key and body answer the same id and keep one mail", async () => {
  const { resend, messages } = await startMailbox();
  const first = await resend.emails.send(draft, key);
  const again = await resend.emails.send(draft, key);
  expect(again.data?.id).toBe(first.data?.id);
  expect(await messages()).toHaveLength(1);
});

test("the same key with another body, or at another endpoint, is a conflict", async () => {
  const { resend, messages } = await startMailbox();
  await resend.emails.send(draft, key);
  const other = await resend.emails.send({ ...draft, text: "Hello Bob" }, key);
  expect(other.error).toMatchObject({ statusCode: 409, name: "invalid_idempotent_request" });
  const batch = await resend.batch.send([draft], key);
  expect(batch.error?.statusCode).toBe(409);
  expect(await messages()).toHaveLength(1);
});

test("while a request with the key is under way, another is told to wait", async () => {
  const { resend, fault, messages } = await startMailbox();
  await fault({ mode: "slow", delayMs: 150 });
  const slow = resend.emails.send(draft, key);
  await new Promise((resolve) => setTimeout(resolve, 50));
  const second = await resend.emails.send(draft, key);
  expect(second.error).toMatchObject({ statusCode: 409, name: "concurrent_idempotent_requests" });
  const { data } = await slow;
  expect((await resend.emails.send(draft, key)).data?.id).toBe(data?.id);
  expect(await messages()).toHaveLength(1);
});

test("a batch key covers the whole batch", async () => {
  const { resend, messages } = await startMailbox();
  const first = await resend.batch.send([draft, draft], key);
  const again = await resend.batch.send([draft, draft], key);
  expect(again.data).toEqual(first.data);
  expect(await messages()).toHaveLength(2);
});

test("a key is forgotten after 24 hours and not before", async () => {
  let nowMs = Date.now();
  const { resend } = await startMailbox({ nowMs: () => nowMs });
  const first = await resend.emails.send(draft, key);
  nowMs += 24 * 3_600_000 - 1;
  expect((await resend.emails.send(draft, key)).data?.id).toBe(first.data?.id);
  nowMs += 1;
  expect((await resend.emails.send(draft, key)).data?.id).not.toBe(first.data?.id);
});

test("a refused request leaves its key free", async () => {
  const { resend } = await startMailbox();
  expect((await resend.emails.send({ ...draft, to: "nobody" }, key)).error?.statusCode).toBe(422);
  expect((await resend.emails.send(draft, key)).error).toBeNull();
});

test("a key is 1 to 256 characters long", async () => {
  const { resend } = await startMailbox();
  const long = await resend.emails.send(draft, { idempotencyKey: "k".repeat(257) });
  expect(long.error).toMatchObject({ statusCode: 400, name: "invalid_idempotency_key" });
  expect((await resend.emails.send(draft, { idempotencyKey: "k".repeat(256) })).error).toBeNull();
});
