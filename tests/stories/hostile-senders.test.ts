import { execFileSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { countRows } from "../support/count-rows.ts";
import { newLiveTenant } from "../support/live-tenant.ts";
import { head, type RawAnswer, sendRaw } from "../support/raw-socket.ts";
import { openShop, type Shop, shopHeaders, threeSteps } from "../support/shop.ts";

const { appUrl, databaseUrl, pids, capturePorts, ...keys } = inject("stack");

const MIB = 1024 * 1024;
const CHUNKED = { "content-type": "application/json", "transfer-encoding": "chunked" };

let shop: Shop;
let before: Record<string, number>;

beforeAll(async () => {
  const tenant = await newLiveTenant({ appUrl, ...keys });
  shop = await openShop(tenant, threeSteps(`http://127.0.0.1:${capturePorts[7]}/`));
  before = await countRows(databaseUrl);
});

afterAll(async () => {
  expect(await countRows(databaseUrl)).toEqual(before);
  expect((await fetch(`${appUrl}/api/health`)).status).toBe(200);
  expect(() => process.kill(pids.app ?? 0, 0)).not.toThrow();
});

const hook = () => `/api/hooks/${shop.hookId}`;

const memoryMiB = () =>
  Number(execFileSync("ps", ["-o", "rss=", "-p", String(pids.app)]).toString()) / 1024;

function* endless(path: string, headers: Record<string, string>, mebibytes: number) {
  const piece = Buffer.concat([
    Buffer.from("10000\r\n"),
    Buffer.alloc(65_536, "a"),
    Buffer.from("\r\n"),
  ]);
  yield head("POST", path, { ...headers, ...CHUNKED });
  for (let at = 0; at < mebibytes * 16; at += 1) yield piece;
}

test("a body that never ends is cut off soon after the answer, whoever sends it where", async () => {
  const signed = shopHeaders(shop.secret, "");
  const targets: [string, Record<string, string>, number][] = [
    [hook(), signed, 413],
    ["/api/hooks/01a1fdc2-0000-4000-8000-000000000000", signed, 404],
    ["/api/auth/sign-in", {}, 413],
    ["/api/v1/workflows", {}, 401],
    ["/api/v1/nothing", {}, 404],
    ["/api/health", {}, 405],
  ];
  for (const [path, headers, status] of targets) {
    const answer = await sendRaw(appUrl, endless(path, headers, 100));
    expect([path, answer.status]).toEqual([path, status]);
    expect(answer.closedMs - answer.answeredMs).toBeLessThan(2_500);
    // What the kernel holds between the two processes counts as sent.
    expect(answer.sent).toBeLessThan(30 * MIB);
  }
}, 30_000);

test("endless bodies at the same time do not grow the process", async () => {
  // What every process holds once it has served each kind of address.
  for (let at = 0; at < 50; at += 1) await (await fetch(`${appUrl}/sign-in`)).text();
  const start = memoryMiB();
  let peak = start;
  const looking = setInterval(() => {
    peak = Math.max(peak, memoryMiB());
  }, 100);
  const ends = await Promise.all(
    Array.from({ length: 20 }, (_, at) =>
      sendRaw(appUrl, endless(at % 2 ? hook() : "/sign-in", {}, 100), { watchMs: 8_000 }),
    ),
  );
  clearInterval(looking);
  expect(ends.filter(({ closedMs }) => closedMs > 8_000)).toEqual([]);
  expect(peak - start).toBeLessThan(80);
}, 30_000);

test("a refused client that ends its body goes on with the connection", async () => {
  const body = "a".repeat(300_000);
  const type = { "content-type": "application/json", "content-length": body.length };
  const next = head("GET", "/api/health", { connection: "close" });
  const parts = [head("POST", "/api/v1/workflows", type), body, next];
  const { text, closedMs } = await sendRaw(appUrl, parts);
  expect(text.match(/^HTTP\/1\.1 \d+/gm)).toEqual(["HTTP/1.1 401", "HTTP/1.1 200"]);
  expect(closedMs).toBeLessThan(2_000);
});

test("a length that is told twice or in two ways, or a broken chunk, is no request", async () => {
  const tail = { ...shopHeaders(shop.secret, "{}") };
  const twice = head("POST", hook(), { ...tail, "content-length": "2\r\nContent-Length: 9" });
  const both = head("POST", hook(), { ...tail, ...CHUNKED, "content-length": 2 });
  const spaced = head("POST", hook(), { ...tail, "transfer-encoding ": "chunked" });
  const broken = head("POST", hook(), { ...tail, ...CHUNKED });
  for (const [top, body] of [
    [twice, "{}"],
    [both, "0\r\n\r\n"],
    [spaced, "0\r\n\r\n"],
    [broken, "zz\r\n{}\r\n"],
  ] as const) {
    const answer = await sendRaw(appUrl, [top, body]);
    expect(answer.status).toBe(400);
    expect(answer.closedMs).toBeLessThan(2_000);
  }
});

const within = ({ status, code, answeredMs, closedMs }: RawAnswer) => {
  expect([status, code]).toEqual([408, "request_timeout"]);
  expect(answeredMs).toBeGreaterThan(4_500);
  expect(answeredMs).toBeLessThan(6_500);
  expect(closedMs - answeredMs).toBeLessThan(2_500);
};

test("slow senders are cut off in time, and everybody else is served as fast as ever meanwhile", async () => {
  const headers = { ...shopHeaders(shop.secret, "{}"), "content-length": 100 };
  const trickle = Array.from({ length: 60 }, () => " ");
  const slowBody = sendRaw(appUrl, [head("POST", hook(), headers), ...trickle], { paceMs: 500 });
  const unfinished = sendRaw(appUrl, [head("POST", hook(), headers), "{}"]);
  const letters = [...head("GET", "/api/health", { "x-slow": "a".repeat(200) })];
  const slowHeaders = Array.from({ length: 100 }, () =>
    sendRaw(appUrl, letters, { paceMs: 400, watchMs: 14_000 }),
  );
  const times: number[] = [];
  for (let at = 0; at < 40; at += 1) {
    const started = Date.now();
    expect((await fetch(`${appUrl}/api/health`)).status).toBe(200);
    times.push(Date.now() - started);
    await sleep(200);
  }
  expect(times.sort((a, b) => a - b)[37]).toBeLessThan(500);
  within(await slowBody);
  within(await unfinished);
  const ends = await Promise.all(slowHeaders);
  expect(ends.filter(({ closedMs }) => closedMs > 12_500)).toEqual([]);
  expect(new Set(ends.map(({ status }) => status))).toEqual(new Set([408]));
}, 30_000);
