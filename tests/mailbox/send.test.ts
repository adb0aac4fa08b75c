import { expect, test } from "vitest";
import { draft, startMailbox } from "@/tests/mailbox/support/start";

test("a mail that is accepted can be read back through Resend's API and through the inbox", async () => {
  const { resend, messages } = await startMailbox();
  const { data, error, headers } = await resend.emails.send({
    ...draft,
    to: ["ada@shop.dev", "Bob <bob@shop.dev>"],
    html: "<p>Hello</p>",
    replyTo: "help@mail.test.dev",
    headers: { "List-Unsubscribe": "<https://x.test.dev/u>" },
    tags: [{ name: "seq", value: "onb-1" }],
  });
  expect(error).toBeNull();
  expect(headers?.["ratelimit-limit"]).toBe("10000");
  const got = await resend.emails.get(data?.id ?? "");
  expect(got.data).toMatchObject({
    object: "email",
    to: ["ada@shop.dev", "Bob <bob@shop.dev>"],
    html: "<p>Hello</p>",
    text: "Hello Ada",
    reply_to: ["help@mail.test.dev"],
    cc: null,
    tags: [{ name: "seq", value: "onb-1" }],
  });
  const [message] = await messages("to=BOB@shop.dev&limit=1");
  expect(Object.keys(message ?? {})).toEqual([
    "id",
    "to",
    "from",
    "subject",
    "html",
    "text",
    "headers",
    "tags",
    "createdAt",
  ]);
  expect(message).toMatchObject({
    id: data?.id,
    subject: "Welcome",
    headers: { "List-Unsubscribe": "<https://x.test.dev/u>" },
  });
});

test("the inbox shows the newest first, by one recipient, up to the limit", async () => {
  const { resend, messages } = await startMailbox();
  for (const subject of ["one", "two", "three"]) await resend.emails.send({ ...draft, subject });
  await resend.emails.send({ ...draft, to: "other@shop.dev", subject: "four" });
  expect((await messages("to=ada@shop.dev&limit=2")).map(({ subject }) => subject)).toEqual([
    "three",
    "two",
  ]);
  expect(await messages("to=shop.dev")).toEqual([]);
});

test.for([
  ["no recipient", { to: [] as string[] }, 422, "missing_required_field"],
  ["a recipient that is no address", { to: "ada" }, 422, "validation_error"],
  [
    "too many recipients",
    { to: Array.from({ length: 51 }, (_, n) => `a${n}@b.dev`) },
    422,
    "validation_error",
  ],
  ["a sender that is no address", { from: "Steward" }, 422, "invalid_from_address"],
  ["no subject", { subject: "" }, 422, "missing_required_field"],
  ["a subject of two lines", { subject: "a\r\nBcc: x@y.dev" }, 422, "validation_error"],
  ["no body", { text: "" }, 422, "missing_required_field"],
  ["a tag with a space", { tags: [{ name: "a b", value: "c" }] }, 422, "validation_error"],
  ["a header of two lines", { headers: { "X-A": "b\nc: d" } }, 422, "validation_error"],
  ["an empty attachment", { attachments: [{ filename: "a.txt" }] }, 422, "invalid_attachment"],
  ["an unreadable time", { scheduledAt: "soon" }, 422, "validation_error"],
  ["a time beyond 30 days", { scheduledAt: "in 31 days" }, 422, "validation_error"],
] as const)(
  "%s is refused in Resend's words and nothing is kept",
  async ([, change, status, name]) => {
    const { resend, messages } = await startMailbox();
    const { data, error } = await resend.emails.send({ ...draft, ...(change as object) });
    expect(data).toBeNull();
    expect(error).toMatchObject({ statusCode: status, name });
    expect(await messages()).toEqual([]);
  },
);

test("a strict batch is taken whole or not at all, a permissive one names what it left out", async () => {
  const { resend, messages } = await startMailbox();
  const batch = [draft, { ...draft, to: "nobody" }, { ...draft, subject: "Third" }];
  const strict = await resend.batch.send(batch);
  expect(strict.error).toMatchObject({ statusCode: 422, name: "validation_error" });
  expect(await messages()).toEqual([]);
  const permissive = await resend.batch.send(batch, { batchValidation: "permissive" });
  expect(permissive.data?.data).toHaveLength(2);
  expect(permissive.data).toMatchObject({ errors: [{ index: 1 }] });
  const tooMany = await resend.batch.send(Array.from({ length: 101 }, () => draft));
  expect(tooMany.error?.statusCode).toBe(422);
  expect(await messages()).toHaveLength(2);
});

test("only the right key opens the API", async () => {
  const { url } = await startMailbox();
  const post = (headers: Record<string, string>) =>
    fetch(`${url}/emails`, { method: "POST", headers, body: JSON.stringify(draft) });
  const missing = await post({});
  expect([missing.status, await missing.json()]).toMatchObject([401, { name: "missing_api_key" }]);
  const wrong = await post({ authorization: "Bearer re_other" });
  expect([wrong.status, await wrong.json()]).toMatchObject([403, { name: "invalid_api_key" }]);
});

test("unknown things and methods have Resend's codes", async () => {
  const { resend, url } = await startMailbox();
  expect((await resend.emails.get("x")).error).toMatchObject({
    statusCode: 422,
    name: "invalid_parameter",
  });
  const unknown = await resend.emails.get("00000000-0000-4000-8000-000000000000");
  expect(unknown.error).toMatchObject({ statusCode: 404, name: "not_found" });
  expect((await resend.domains.list()).error).toMatchObject({ statusCode: 404, name: "not_found" });
  const method = await fetch(`${url}/emails/batch`, {
    method: "PUT",
    headers: { authorization: "Bearer re_test_key" },
  });
  expect(method.status).toBe(405);
});

test("the rate limit answers 429 with the wait, and lets pass what it promised", async () => {
  let nowMs = 1_000_000;
  const { resend } = await startMailbox({ rateLimitPerS: 3, nowMs: () => nowMs });
  const sends = await Promise.all(Array.from({ length: 5 }, () => resend.emails.send(draft)));
  const refused = sends.filter(({ error }) => error !== null);
  expect(refused).toHaveLength(2);
  expect(refused[0]?.error).toMatchObject({ statusCode: 429, name: "rate_limit_exceeded" });
  expect(refused[0]?.headers).toMatchObject({
    "retry-after": "1",
    "ratelimit-limit": "3",
    "ratelimit-remaining": "0",
  });
  nowMs += 1000;
  expect((await resend.emails.send(draft)).error).toBeNull();
});

test("a list walks forwards and backwards without gaps", async () => {
  const { resend } = await startMailbox();
  for (let n = 0; n < 5; n += 1) await resend.emails.send({ ...draft, subject: `${n}` });
  const first = await resend.emails.list({ limit: 2 });
  expect(first.data).toMatchObject({ has_more: true, data: [{ subject: "4" }, { subject: "3" }] });
  const last = first.data?.data.at(-1)?.id ?? "";
  const second = await resend.emails.list({ limit: 3, after: last });
  expect(second.data).toMatchObject({
    has_more: false,
    data: [{ subject: "2" }, { subject: "1" }, { subject: "0" }],
  });
  const oldest = second.data?.data.at(-1)?.id ?? "";
  const back = await resend.emails.list({ limit: 2, before: oldest });
  expect(back.data).toMatchObject({ has_more: true, data: [{ subject: "2" }, { subject: "1" }] });
});

test("a scheduled mail waits, moves and is cancelled, and is in no inbox before its time", async () => {
  let nowMs = Date.now();
  const { resend, messages } = await startMailbox({ nowMs: () => nowMs });
  const kept = await resend.emails.send({ ...draft, subject: "Kept", scheduledAt: "in 1 hour" });
  const dropped = await resend.emails.send({
    ...draft,
    subject: "Dropped",
    scheduledAt: "in 1 hour",
  });
  await expect
    .poll(async () => (await resend.emails.get(kept.data?.id ?? "")).data?.last_event)
    .toBe("scheduled");
  expect(await messages()).toEqual([]);
  expect((await resend.emails.cancel(dropped.data?.id ?? "")).error).toBeNull();
  expect((await resend.emails.get(dropped.data?.id ?? "")).data?.last_event).toBe("canceled");
  nowMs += 2 * 3_600_000;
  const soon = new Date(nowMs + 60_000).toISOString();
  expect(
    (await resend.emails.update({ id: dropped.data?.id ?? "", scheduledAt: soon })).error
      ?.statusCode,
  ).toBe(422);
  expect((await resend.emails.cancel(kept.data?.id ?? "")).error?.statusCode).toBe(422);
});

test("a scheduled mail leaves at the time it was moved to", async () => {
  const { resend, messages } = await startMailbox();
  const { data } = await resend.emails.send({ ...draft, scheduledAt: "in 1 hour" });
  const moved = new Date(Date.now() + 200).toISOString();
  expect((await resend.emails.update({ id: data?.id ?? "", scheduledAt: moved })).error).toBeNull();
  expect(await messages()).toEqual([]);
  await expect
    .poll(async () => (await resend.emails.get(data?.id ?? "")).data?.last_event)
    .toBe("delivered");
  expect(await messages()).toHaveLength(1);
});

test("reserved domains are refused only where the hosted API's rule is switched on", async () => {
  const strict = await startMailbox({ refuseReserved: true });
  const lax = await startMailbox();
  const mail = { ...draft, to: "ada@example.com" };
  expect((await strict.resend.emails.send(mail)).error?.statusCode).toBe(422);
  expect((await lax.resend.emails.send(mail)).error).toBeNull();
});
