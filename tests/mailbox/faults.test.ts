import { expect, test } from "vitest";
import { draft, startMailbox } from "@/tests/mailbox/support/start";

const key = { idempotencyKey: "fault/1" };

test.for([
  ["500", 500],
  ["reset", null],
] as const)(
  "the fault %s accepts nothing, and a retry is accepted once",
  async ([mode, status]) => {
    const { resend, fault, messages } = await startMailbox();
    await fault({ mode });
    const { error } = await resend.emails.send(draft, key);
    expect(error).toMatchObject({ name: "application_error", statusCode: status });
    expect(await messages()).toEqual([]);
    expect((await resend.emails.send(draft, key)).error).toBeNull();
    expect(await messages()).toHaveLength(1);
  },
);

test("the fault 429 says how long to wait", async () => {
  const { resend, fault } = await startMailbox();
  await fault({ mode: "429", count: 2 });
  for (let n = 0; n < 2; n += 1) {
    const { error, headers } = await resend.emails.send(draft);
    expect(error).toMatchObject({ statusCode: 429, name: "rate_limit_exceeded" });
    expect(headers?.["retry-after"]).toBe("1");
  }
  expect((await resend.emails.send(draft)).error).toBeNull();
});

test("the fault quota says that the day's quota is used up", async () => {
  const { resend, fault } = await startMailbox();
  await fault({ mode: "quota" });
  const { error } = await resend.emails.send(draft);
  expect(error).toMatchObject({ statusCode: 429, name: "daily_quota_exceeded" });
  expect((await resend.emails.send(draft)).error).toBeNull();
});

test("an accepted mail whose answer is lost is found again by its key", async () => {
  const { resend, fault, messages } = await startMailbox();
  await fault({ mode: "drop-after-accept" });
  const lost = await resend.emails.send(draft, key);
  expect(lost.error).toMatchObject({ statusCode: null });
  const [message] = await messages();
  expect((await resend.emails.send(draft, key)).data?.id).toBe(message?.id);
  expect(await messages()).toHaveLength(1);
});

test("a hanging request ends when the caller gives up, and frees its key", async () => {
  const { resend, fault, messages } = await startMailbox();
  await fault({ mode: "hang" });
  const hung = await resend.emails.send(draft, {
    ...key,
    signal: AbortSignal.timeout(100),
  } as never);
  expect(hung.error?.statusCode).toBeNull();
  await expect.poll(async () => (await resend.emails.send(draft, key)).error).toBeNull();
  expect(await messages()).toHaveLength(1);
});

test("faults are listed and cleared, and an unknown one is refused", async () => {
  const { url, fault, resend } = await startMailbox();
  expect((await fault({ mode: "explode" })).status).toBe(422);
  expect(await (await fault({ mode: "500", count: 3 })).json()).toMatchObject({
    data: [{ mode: "500", count: 3 }],
  });
  await fetch(`${url}/api/faults`, { method: "DELETE" });
  expect((await resend.emails.send(draft)).error).toBeNull();
});
