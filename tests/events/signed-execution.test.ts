import { createHmac } from "node:crypto";
import type { NextRequest } from "next/server";
import { expect, test } from "vitest";
import { POST } from "@/app/api/inngest/route";
import { environment } from "../support/environment.ts";

/** An execution of a function that does not exist: whoever gets to hear that was let in. */
const BODY =
  '{"ctx":{"attempt":0,"fn_id":"f","run_id":"r","stack":{"current":0,"stack":[]},"use_api":false},"event":{"data":{},"name":"a/b"},"events":[{"data":{},"name":"a/b"}],"steps":{},"use_api":false,"version":2}';

const sign = (text: string, atMs = Date.now(), key = environment.INNGEST_SIGNING_KEY) => {
  const seconds = String(Math.floor(atMs / 1000));
  const hmac = createHmac("sha256", key.replace(/^signkey-\w+-/, ""));
  return `t=${seconds}&s=${hmac.update(text).update(seconds).digest("hex")}`;
};

const post = async (body: string, signature: string | undefined, own?: string) => {
  const request = new Request("http://127.0.0.1/api/inngest?fnId=steward-nothing&stepId=step", {
    method: "POST",
    headers: {
      "x-inngest-req-version": "2",
      ...(signature && { "x-inngest-signature": signature }),
      ...(own && { "x-steward-signature": own }),
    },
    body,
  });
  const answer = await POST(request as NextRequest, {});
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
};

test("what the engine signed is executed, and the answer is signed in turn", async () => {
  const { status, headers, text } = await post(BODY, sign(BODY));
  expect([status, text]).toEqual([500, expect.stringContaining("steward-nothing")]);
  const [, seconds = ""] = /^t=(\d+)&/.exec(headers.get("x-inngest-signature") ?? "") ?? [];
  expect(headers.get("x-inngest-signature")).toBe(sign(text, Number(seconds) * 1000));
  expect(headers.get("x-inngest-sdk")).toMatch(/^inngest-js:/);
});

test("a body whose keys are in another order than those signed is executed all the same", async () => {
  const { event, ...rest } = JSON.parse(BODY);
  const { status, text } = await post(JSON.stringify({ event, ...rest }), sign(BODY));
  expect([status, text]).toEqual([500, expect.stringContaining("steward-nothing")]);
});

test("a body signed as it stands is executed, and one that is not is left to the other signature", async () => {
  const { event, ...rest } = JSON.parse(BODY);
  const text = JSON.stringify({ event, ...rest });
  const both = (own: string) => post(text, sign(BODY), own);
  expect((await both(sign(text))).status).toBe(500);
  expect((await both(sign(`${text} `))).status).toBe(500);
  expect((await post(text, sign(`${text} `), sign(`${text} `))).status).toBe(401);
});

test.each<[string, string, string | undefined]>([
  ["no signature", BODY, undefined],
  ["a signature of nothing", BODY, "t=&s="],
  ["a signature that is none", BODY, `t=${Math.floor(Date.now() / 1000)}&s=${"0".repeat(64)}`],
  ["a signature that is too short", BODY, sign(BODY).slice(0, -2)],
  ["another body", BODY.replace('"attempt":0', '"attempt":1'), sign(BODY)],
  ["another key", BODY, sign(BODY, Date.now(), "signkey-test-11111111111111111111111111111111")],
  ["a signature of long ago", BODY, sign(BODY, Date.now() - 310_000)],
  ["a signature of times to come", BODY, sign(BODY, Date.now() + 3_600_000)],
  ["another time than the signed one", BODY, sign(BODY).replace(/^t=\d/, "t=2")],
])("%s is refused", async (_name, body, signature) => {
  const { status, headers, text } = await post(body, signature);
  expect([status, text]).toEqual([401, expect.stringContaining("Unauthorized")]);
  expect(headers.get("x-inngest-signature")).toBeNull();
});
