import { createHmac, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, expect, inject, test } from "vitest";
import { countRows } from "../support/count-rows.ts";
import { type LiveTenant, newLiveTenant } from "../support/live-tenant.ts";
import { openShop, type Shop, shopHeaders } from "../support/shop.ts";

const stack = inject("stack");

const BODY = '{"type":"order.created","id":1}';
const KEY = Buffer.from("a standard webhooks signing key!");

let tenant: LiveTenant;
let shop: Shop;
let standard: string;
let hmac: string;
let hmacSecret: string;

const definition = (trigger: object) => ({
  schemaVersion: 1,
  name: "Keep",
  trigger: { type: "webhook", ...trigger },
  steps: [{ id: "keep", type: "transform", with: { value: 1 } }],
});

beforeAll(async () => {
  tenant = await newLiveTenant(stack);
  shop = await openShop(tenant, definition({ provider: "shopify", topic: "orders/create" }));
  const own = await openShop(tenant, definition({ provider: "generic", scheme: "hmac" }));
  hmac = own.hookId;
  hmacSecret = own.secret;
  const other = await openShop(tenant, definition({ provider: "generic", scheme: "hmac" }));
  standard = other.hookId;
  await tenant.api("PATCH", `/hooks/${standard}`, { scheme: "standard" });
  const secret = `whsec_${KEY.toString("base64")}`;
  await tenant.api("POST", `/hooks/${standard}/secrets`, { secret, overlapHours: 0 });
});

type Answer = { status: number; code?: string; duplicate?: boolean };

const post = async (
  hookId: string,
  headers: Record<string, string>,
  body = BODY,
): Promise<Answer> => {
  const response = await fetch(`${stack.appUrl}/api/hooks/${hookId}`, {
    method: "POST",
    body,
    headers: { "content-type": "application/json", ...headers },
  });
  return { status: response.status, ...((await response.json()) as object) };
};

/** The hook refuses every one of these, and nothing of them is stored. */
const expectRefused = async (
  hookId: string,
  tries: Record<string, Record<string, string>>,
  [status, code]: [number, string] = [401, "unauthenticated"],
) => {
  const before = await countRows(stack.databaseUrl);
  for (const [name, headers] of Object.entries(tries)) {
    const answer = await post(hookId, headers);
    expect([name, answer.status, answer.code]).toEqual([name, status, code]);
  }
  expect(await countRows(stack.databaseUrl)).toEqual(before);
};

const nowS = () => Math.floor(Date.now() / 1000);

const signOf = (key: string | Buffer, text: string, encoding: "hex" | "base64") =>
  createHmac("sha256", key).update(text).digest(encoding);

const standardHeaders = (at = nowS(), id = `msg_${randomUUID()}`) => ({
  "webhook-id": id,
  "webhook-timestamp": String(at),
  "webhook-signature": `v1,${signOf(KEY, `${id}.${at}.${BODY}`, "base64")}`,
});

const hmacHeaders = (at = nowS()) => ({
  "x-timestamp": String(at),
  "x-signature-256": `sha256=${signOf(hmacSecret, `${at}.${BODY}`, "hex")}`,
});

const SIGNATURE = "x-shopify-hmac-sha256";

test("no spelling of a forged Shopify signature opens the hook", async () => {
  const good = shopHeaders(shop.secret, BODY);
  const signature = good[SIGNATURE] ?? "";
  const { [SIGNATURE]: _, ...unsigned } = good;
  const signed = (value: string) => ({ ...good, [SIGNATURE]: value });
  await expectRefused(shop.hookId, {
    "of another secret": shopHeaders("another-secret", BODY),
    "of another body": shopHeaders(shop.secret, `${BODY} `),
    "of no secret": shopHeaders("", BODY),
    missing: unsigned,
    empty: signed(""),
    "in hex": signed(Buffer.from(signature, "base64").toString("hex")),
    "without padding": signed(signature.replace(/=+$/, "")),
    "in other base64 letters": signed(Buffer.from(signature, "base64").toString("base64url")),
    "cut short": signed(signature.slice(0, 20)),
    "sent twice": signed(`${signature}, ${signature}`),
    "with bytes after it": signed(`${signature}AAAA`),
  });
  expect((await post(shop.hookId, good)).status).toBe(202);
});

test("a signature outside the window, ahead of it or of another time is refused", async () => {
  const good = standardHeaders();
  await expectRefused(standard, {
    "six minutes old": standardHeaders(nowS() - 360),
    "six minutes ahead": standardHeaders(nowS() + 360),
    "moved to now": { ...standardHeaders(nowS() - 360), "webhook-timestamp": String(nowS()) },
    "moved to another id": { ...good, "webhook-id": "msg_other" },
    "without a time": { ...good, "webhook-timestamp": "" },
    "in milliseconds": standardHeaders(Date.now()),
    "in words": { ...good, "webhook-timestamp": "Infinity" },
    "of another version": {
      ...good,
      "webhook-signature": good["webhook-signature"].replace("v1,", "v2,"),
    },
  });
  const { "x-timestamp": _, ...untimed } = hmacHeaders();
  await expectRefused(hmac, {
    "six minutes old": hmacHeaders(nowS() - 360),
    "six minutes ahead": hmacHeaders(nowS() + 360),
    "its time taken away": untimed,
  });
  expect((await post(standard, good)).status).toBe(202);
  expect(await post(standard, good)).toMatchObject({ status: 202, duplicate: true });
  expect((await post(hmac, hmacHeaders())).status).toBe(202);
});

test("eight signatures are compared and not one more", async () => {
  const good = standardHeaders();
  const wrong = `v1,${Buffer.alloc(32, 7).toString("base64")}`;
  const behind = (n: number) => ({
    ...good,
    "webhook-signature": [...Array(n).fill(wrong), good["webhook-signature"]].join(" "),
  });
  await expectRefused(standard, { ninth: behind(8), fortieth: behind(39) });
  expect((await post(standard, behind(7))).status).toBe(202);
});

test("a signature header beyond 4 KiB is unreadable, and one beyond all measure ends the request", async () => {
  const long = "a".repeat(4_097);
  await expectRefused(shop.hookId, { long: { [SIGNATURE]: long } }, [400, "malformed"]);
  await expectRefused(standard, { long: { ...standardHeaders(), "webhook-signature": long } }, [
    400,
    "malformed",
  ]);
  const response = await fetch(`${stack.appUrl}/api/hooks/${shop.hookId}`, {
    method: "POST",
    body: BODY,
    headers: { [SIGNATURE]: "a".repeat(20_000) },
  });
  expect(response.status).toBe(431);
});

test("a hook that is not there, however its name is written, is not found", async () => {
  const good = shopHeaders(shop.secret, BODY);
  for (const name of [
    randomUUID(),
    shop.hookId.toUpperCase(),
    shop.hookId.slice(0, -1),
    `${shop.hookId}%00`,
    `${shop.hookId}%20`,
    "..%2F..%2Fhealth",
    "'%20or%201=1--",
    "a".repeat(2_000),
  ])
    await expectRefused(name, { [name]: good }, [404, "not_found"]);
});

test("a hook that is switched off, or whose workflow rests, stores nothing", async () => {
  const quiet = await openShop(tenant, definition({ provider: "shopify" }));
  const good = shopHeaders(quiet.secret, BODY);
  await tenant.api("PATCH", `/hooks/${quiet.hookId}`, { enabled: false });
  await expectRefused(quiet.hookId, { off: good }, [409, "conflict"]);
  await tenant.api("PATCH", `/hooks/${quiet.hookId}`, { enabled: true });
  expect((await tenant.api("POST", `/workflows/${quiet.workflowId}/pause`)).status).toBe(200);
  await expectRefused(quiet.hookId, { paused: good }, [409, "conflict"]);
  await tenant.api("POST", `/workflows/${quiet.workflowId}/resume`);
  expect((await post(quiet.hookId, good)).status).toBe(202);
});

test("a rotated secret holds for as long as it was given, and no longer", async () => {
  const old = shop.secret;
  const fresh = `shpss_${randomUUID()}`;
  const rotate = (secret: string, overlapHours: number) =>
    tenant.api("POST", `/hooks/${shop.hookId}/secrets`, { secret, overlapHours });
  expect((await rotate(fresh, 1)).status).toBeLessThan(300);
  for (const secret of [old, fresh])
    expect((await post(shop.hookId, shopHeaders(secret, BODY))).status).toBe(202);
  const last = `shpss_${randomUUID()}`;
  expect((await rotate(last, 0)).status).toBeLessThan(300);
  await sleep(1_100);
  await expectRefused(shop.hookId, {
    "the first": shopHeaders(old, BODY),
    "the second": shopHeaders(fresh, BODY),
  });
  expect((await post(shop.hookId, shopHeaders(last, BODY))).status).toBe(202);
});
