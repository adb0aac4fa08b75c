import { request } from "node:http";
import { expect, test } from "vitest";
import { draft, startMailbox } from "@/tests/mailbox/support/start";

const page = async (url: string) => {
  const response = await fetch(url);
  return { response, text: await response.text() };
};

test("the inbox lists mail newest first and finds it by recipient and by subject", async () => {
  const { url, resend } = await startMailbox();
  expect((await page(url)).text).toContain("No mail yet");
  await resend.emails.send({ ...draft, subject: "First" });
  await resend.emails.send({ ...draft, to: "bob@shop.dev", subject: "Second" });
  const all = (await page(url)).text;
  expect(all.indexOf("Second")).toBeLessThan(all.indexOf("First"));
  const bob = (await page(`${url}/?q=BOB`)).text;
  expect([bob.includes("Second"), bob.includes("First")]).toEqual([true, false]);
  expect((await page(`${url}/?q=first`)).text).toContain("ada@shop.dev");
  expect((await page(`${url}/?q=zzz`)).text).toContain("Nothing matches");
});

test("what a mail contains never runs in the inbox", async () => {
  const { url, resend } = await startMailbox();
  const evil = "<script>alert(1)</script>";
  const { data } = await resend.emails.send({
    ...draft,
    subject: evil,
    html: `<html><head></head><body>${evil}</body></html>`,
    text: evil,
    headers: { "X-Evil": evil },
  });
  for (const view of ["html", "text", "details"]) {
    const { text, response } = await page(`${url}/m/${data?.id}?view=${view}`);
    expect(text).not.toContain(evil);
    expect(response.headers.get("content-security-policy")).toMatch(
      /default-src 'none'.*script-src 'nonce-/,
    );
  }
  const { text, response } = await page(`${url}/m/${data?.id}/body`);
  expect(text).toContain('<head><base target="_blank">');
  const policy = response.headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("sandbox allow-popups");
  expect(policy).not.toMatch(/script-src|allow-scripts|allow-same-origin/);
});

test("the views show text, headers, tags and what happened", async () => {
  const { url, resend } = await startMailbox();
  const { data } = await resend.emails.send(
    { ...draft, headers: { "X-Run": "run-7" }, tags: [{ name: "seq", value: "onb" }] },
    { idempotencyKey: "onb/1" },
  );
  expect((await page(`${url}/m/${data?.id}?view=text`)).text).toContain("Hello Ada");
  await expect
    .poll(async () => (await page(`${url}/m/${data?.id}?view=details`)).text)
    .toContain("delivered");
  const details = (await page(`${url}/m/${data?.id}?view=details`)).text;
  for (const part of ["X-Run", "run-7", "seq", "onb/1"]) expect(details).toContain(part);
  expect((await page(`${url}/m/00000000-0000-4000-8000-000000000000`)).response.status).toBe(404);
});

test("an open page hears of new mail", async () => {
  const { url, resend } = await startMailbox();
  const stream = await fetch(`${url}/api/live`);
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
  await reader?.read();
  await resend.emails.send(draft);
  expect((await reader?.read())?.value).toBe("data: changed\n\n");
  await reader?.cancel();
});

test("another site reaches neither the mails nor the faults", async () => {
  const { url, resend } = await startMailbox();
  await resend.emails.send(draft);
  const status = (headers: Record<string, string>, method = "GET", path = "/api/messages") =>
    new Promise<number | undefined>((resolve, reject) => {
      request(`${url}${path}`, { method, headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .once("error", reject)
        .end(method === "POST" ? '{"mode":"500"}' : undefined);
    });
  expect(await status({})).toBe(200);
  expect(await status({ host: "evil.test.dev" })).toBe(403);
  expect(await status({ "sec-fetch-site": "cross-site" })).toBe(403);
  expect(await status({ "content-type": "text/plain" }, "POST", "/api/faults")).toBe(415);
  expect((await resend.emails.send(draft)).error).toBeNull();
});

test("the limit of the messages API is 1 to 200", async () => {
  const { url } = await startMailbox();
  for (const limit of ["0", "201", "x"])
    expect((await fetch(`${url}/api/messages?limit=${limit}`)).status).toBe(422);
});
