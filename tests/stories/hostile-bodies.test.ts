import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { countRows } from "../support/count-rows.ts";
import { newLiveTenant } from "../support/live-tenant.ts";
import { head, type RawAnswer, sendRaw } from "../support/raw-socket.ts";
import { openShop, type Shop, shopHeaders, threeSteps } from "../support/shop.ts";

const { appUrl, databaseUrl, pids, capturePorts, ...keys } = inject("stack");

const CAP = 262_144;

let shop: Shop;
let before: Record<string, number>;
const answers: RawAnswer[] = [];

beforeAll(async () => {
  const tenant = await newLiveTenant({ appUrl, ...keys });
  shop = await openShop(tenant, threeSteps(`http://127.0.0.1:${capturePorts[7]}/`));
  before = await countRows(databaseUrl);
});

afterAll(async () => {
  expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
  expect(await (await fetch(`${appUrl}/api/health`)).json()).toBeTruthy();
  process.kill(pids.app ?? 0, 0);
});

const post = async (headers: Record<string, string | number>, body: string | Uint8Array) => {
  const parts = [head("POST", `/api/hooks/${shop.hookId}`, headers), body];
  const answer = await sendRaw(appUrl, parts, { untilAnswer: true });
  answers.push(answer);
  return answer;
};

/** A whole body, rightly signed; `headers` in lower case replace what a shop would send. */
const postBody = (body: Uint8Array | string, headers: Record<string, string> = {}) => {
  const length = { "content-length": Buffer.byteLength(body) };
  return post({ ...shopHeaders(shop.secret, body), ...length, ...headers }, body);
};

const told = ({ status, code }: RawAnswer) => [status, code];

const expectNothingWritten = async () => expect(await countRows(databaseUrl)).toEqual(before);

const padded = (bytes: number) => {
  const empty = JSON.stringify({ id: 1, total_price: "1.00", pad: "" });
  return empty.replace('"pad":""', `"pad":"${"x".repeat(bytes - empty.length)}"`);
};

test("a body of no bytes or one byte too many is refused", async () => {
  expect(told(await postBody(""))).toEqual([400, "malformed"]);
  expect(told(await postBody(padded(CAP + 1)))).toEqual([413, "too_large"]);
  const eleven = await postBody("", { "content-length": `${11 * 1024 * 1024}` });
  expect(told(eleven)).toEqual([413, "too_large"]);
  await expectNothingWritten();
});

const DEEP = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;

const UNREADABLE: [string, Uint8Array | string][] = [
  ["bytes that are not UTF-8", Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])],
  ["an overlong UTF-8 form", Buffer.from([0x22, 0xc0, 0xaf, 0x22])],
  ["UTF-16", Buffer.from('{"a":1}', "utf16le")],
  ["a NUL byte", '{"a":"\0"}'],
  ["an escaped NUL", '{"a":"\\u0000"}'],
  ["an escaped NUL in a key", '{"\\u0000":1}'],
  ["half of a surrogate pair", '{"a":"\\ud800"}'],
  ["a surrogate pair the wrong way round", '{"a":"\\udc00\\ud800"}'],
  ["65 levels", DEEP(65)],
  ["10,000 levels", DEEP(10_000)],
  ["a hundred thousand levels", DEEP(CAP / 2)],
  ["levels that never close", "[".repeat(CAP)],
  ["a key twice", '{"a":1,"a":2}'],
  ["a key twice, once escaped", '{"a":1,"\\u0061":2}'],
  ["__proto__", '{"__proto__":{"admin":true}}'],
  ["__proto__, escaped and deep", '{"a":[{"__pr\\u006fto__":{}}]}'],
  ["a number beyond all numbers", '{"a":1e400}'],
  ["two documents", "{}{}"],
  ["a comma too many", '{"a":1,}'],
  ["a comment", "{/* */}"],
  ["NaN", '{"a":NaN}'],
  ["nothing but white space", " \r\n\t "],
];

test.each(UNREADABLE)(
  "JSON with %s is refused with its code and writes nothing",
  async (_, body) => {
    expect(told(await postBody(body))).toEqual([400, "malformed"]);
    await expectNothingWritten();
  },
);

test("a million levels are too large before they are too deep", async () => {
  expect(told(await postBody("[".repeat(1_000_000)))).toEqual([413, "too_large"]);
  await expectNothingWritten();
});

test("a body of another type, character set or encoding is refused unread", async () => {
  const types = ["application/xml", "image/png", "application/json; charset=utf-16", "json"];
  for (const type of types)
    expect(told(await postBody("{}", { "content-type": type }))).toEqual([
      415,
      "unsupported_media_type",
    ]);
  const { "content-type": _, ...untyped } = shopHeaders(shop.secret, "{}");
  expect((await post({ ...untyped, "content-length": 2 }, "{}")).status).toBe(415);
  const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024, " "));
  for (const encoding of ["gzip", "br", "deflate, gzip"])
    expect(told(await postBody(bomb, { "content-encoding": encoding }))).toEqual([
      415,
      "unsupported_media_type",
    ]);
  await expectNothingWritten();
});

test("the largest allowed body is taken", async () => {
  expect((await postBody(padded(CAP - 1))).status).toBe(202);
  expect((await postBody(padded(CAP))).status).toBe(202);
});
