import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { sql } from "kysely";
import { expect } from "vitest";
import { countRows, newHook, post, system } from "@/tests/inbound/hook";
import { test } from "@/tests/support/test";

const KIB = 1024;
const filled = (bytes: number) => `"${"x".repeat(bytes - 2)}"`;

/** A body that arrives in pieces and says nothing of its length. */
const chunked = (bytes: number, onRead = (_sent: number) => {}) => {
  let sent = 0;
  return new ReadableStream({
    pull(controller) {
      if (sent >= bytes) return controller.close();
      const piece = new Uint8Array(Math.min(64 * KIB, bytes - sent)).fill(120);
      sent += piece.length;
      onRead(sent);
      controller.enqueue(piece);
    },
  });
};

test("a body of exactly the bound is taken and one byte more is not, declared or chunked", async ({
  tenant,
}) => {
  const { hookId, secret } = await newHook(tenant);
  const fits = filled(256 * KIB);
  expect((await post(hookId, fits, { secret })).status).toBe(202);
  const over = filled(256 * KIB + 1);
  for (const body of [over, filled(KIB * KIB), filled(11 * KIB * KIB)]) {
    const response = await post(hookId, body, {
      secret,
      headers: { "content-length": String(body.length) },
    });
    expect([response.status, (await response.json()).code]).toEqual([413, "too_large"]);
  }
  let read = 0;
  const startedMs = performance.now();
  const endless = chunked(100 * KIB * KIB, (sent) => {
    read = sent;
  });
  expect((await post(hookId, endless, { secret })).status).toBe(413);
  expect(performance.now() - startedMs).toBeLessThan(500);
  expect(read).toBeLessThanOrEqual(256 * KIB + 128 * KIB);
  expect(await countRows(hookId)).toEqual([1, 1, 1]);
});

test("a hook's own bound holds instead of the default", async ({ tenant }) => {
  const { hookId, secret } = await newHook(tenant);
  await sql`update public.hooks set max_bytes = 1048576 where id = ${hookId}::uuid`.execute(
    system(),
  );
  expect((await post(hookId, filled(KIB * KIB), { secret })).status).toBe(202);
  expect((await post(hookId, filled(KIB * KIB + 1), { secret })).status).toBe(413);
});

test("a body that does not arrive within five seconds is 408", { timeout: 10_000 }, async ({
  tenant,
}) => {
  const { hookId, secret } = await newHook(tenant);
  const startedMs = performance.now();
  const response = await post(hookId, new ReadableStream({ pull: () => new Promise(() => {}) }), {
    secret,
  });
  expect([response.status, (await response.json()).code]).toEqual([408, "request_timeout"]);
  expect(performance.now() - startedMs).toBeLessThan(6000);
});

test("content types that cannot be read are 415", async ({ tenant }) => {
  const { hookId, secret } = await newHook(tenant);
  const types = [
    "application/xml",
    "multipart/form-data; boundary=x",
    "application/octet-stream",
    "image/png",
    "text",
    "json",
    "application/json; charset=latin1",
    "text/plain; charset=utf-16",
    "application/jsonp",
    "; charset=utf-8",
  ];
  for (const type of types) {
    const response = await post(hookId, "{}", { secret, headers: { "content-type": type } });
    expect([response.status, (await response.json()).code], type).toEqual([
      415,
      "unsupported_media_type",
    ]);
  }
  const packed = await post(hookId, gzipSync("{}"), {
    secret,
    headers: { "content-encoding": "gzip" },
  });
  expect(packed.status).toBe(415);
  expect(await countRows(hookId)).toEqual([0, 0, 0]);
});

const deep = (levels: number) => "[".repeat(levels) + "]".repeat(levels);

const MALFORMED: Record<string, string | Uint8Array> = {
  empty: "",
  blank: "   ",
  text: "hello",
  cut: '{"a":1',
  "trailing comma": '{"a":1,}',
  "two values": "{}{}",
  NaN: '{"a":NaN}',
  "single quotes": "{'a':1}",
  comment: '{"a":1/**/}',
  "NUL escaped": '{"a":"\\u0000"}',
  "NUL key": '{"\\u0000":1}',
  "NUL byte": '{"a":"\u0000"}',
  "lone high surrogate": '{"a":"\\ud800"}',
  "lone low surrogate": '{"a":"x\\udc00y"}',
  "surrogate key": '{"\\ud83d":1}',
  "too deep": deep(65),
  "far too deep": deep(10_000),
  proto: '{"__proto__":{"polluted":true}}',
  "proto escaped": '{"\\u005f\\u005fproto\\u005f\\u005f":{"polluted":true}}',
  "nested proto": '{"a":[{"__proto__":1}]}',
  "duplicate keys": '{"a":1,"a":2}',
  "long number as key": "{12345678901234567890:1}",
  "long number with zero": '{"a":0123456789012345678901}',
  infinite: '{"a":1e400}',
  "minus infinite": "[-1e999]",
  "invalid UTF-8": new Uint8Array([0x22, 0xff, 0x22]),
  "overlong UTF-8": new Uint8Array([0x22, 0xc0, 0xaf, 0x22]),
  "UTF-8 surrogate": new Uint8Array([0x22, 0xed, 0xa0, 0x80, 0x22]),
  "cut UTF-8": new Uint8Array([0x22, 0xe2, 0x82, 0x22]),
  "UTF-16": Buffer.from('{"a":1}', "utf16le"),
};

test("JSON that cannot be kept unchanged is 400 with a code and leaves no row", async ({
  tenant,
}) => {
  const { hookId, secret } = await newHook(tenant);
  for (const [name, body] of Object.entries(MALFORMED)) {
    const response = await post(hookId, body, { secret });
    expect([response.status, (await response.json()).code], name).toEqual([400, "malformed"]);
  }
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  expect(await countRows(hookId)).toEqual([0, 0, 0]);
});

test("forms and texts with NUL or invalid bytes are 400", async ({ tenant }) => {
  const { hookId, secret } = await newHook(tenant);
  const form = "application/x-www-form-urlencoded";
  const bodies: [string, string | Uint8Array][] = [
    ["text/plain", "a\u0000b"],
    ["text/plain", new Uint8Array([0x61, 0xff])],
    [form, "a=%00"],
    [form, "%00=a"],
    [form, new Uint8Array([0x61, 0x3d, 0xff])],
    [form, Array.from({ length: 1001 }, (_, n) => `k${n}=1`).join("&")],
  ];
  for (const [type, body] of bodies) {
    const response = await post(hookId, body, { secret, headers: { "content-type": type } });
    expect([response.status, (await response.json()).code], `${type} ${body}`).toEqual([
      400,
      "malformed",
    ]);
  }
  expect(await countRows(hookId)).toEqual([0, 0, 0]);
});

const INJECTIONS = [
  "'; drop table public.runs; --",
  "$1; select pg_sleep(10)",
  "<script>alert(1)</script>",
  '=HYPERLINK("http://x")',
  "{{ constructor.constructor('return process')() }}",
  "../../etc/passwd",
  "a\r\nSet-Cookie: x=1",
  "\u202egnp.exe",
  "👩‍👩‍👧‍👦 عربى עברית",
  "\\x00 \\u0000 as text".replace(/\\u0000/g, "u0000"),
];

test("hostile text is stored as it came", async ({ tenant }) => {
  const { hookId, workflowId, secret } = await newHook(tenant);
  for (const text of INJECTIONS) {
    const body = JSON.stringify({ [text]: text, list: [text] });
    expect((await post(hookId, body, { secret })).status, text).toBe(202);
  }
  const { rows } = await sql<{ stored: unknown; body: string }>`
    select r.trigger -> 'body' as stored, d.body from public.runs r join public.deliveries d on d.run_id = r.id where r.workflow_id = ${workflowId}::uuid order by r.id`.execute(
    system(),
  );
  expect(rows.map(({ stored }) => stored)).toEqual(
    INJECTIONS.map((text) => ({ [text]: text, list: [text] })),
  );
  expect(rows.map(({ body }) => JSON.parse(body))).toEqual(rows.map(({ stored }) => stored));
});

test("any JSON is either taken whole or refused, never half", { timeout: 60_000 }, async ({
  tenant,
}) => {
  const { hookId, workflowId, secret } = await newHook(tenant);
  const json = fc.oneof(
    fc.json({ maxDepth: 6 }),
    fc.json({ noUnicodeString: false } as object),
    fc.string().map((text) => JSON.stringify(text)),
  );
  await fc.assert(
    fc.asyncProperty(json, async (body) => {
      const response = await post(hookId, body, { secret });
      const answer = await response.json();
      if (response.status === 400) {
        expect(answer.code).toBe("malformed");
        return;
      }
      expect(response.status).toBe(202);
      const { rows } = await sql<{ body: string; stored: unknown }>`
        select d.body, r.trigger -> 'body' as stored from public.deliveries d join public.runs r on r.id = d.run_id
        where d.id = ${answer.deliveryId}::uuid and r.workflow_id = ${workflowId}::uuid`.execute(
        system(),
      );
      expect(rows[0]?.body).toBe(body);
      if (!/\d{16}|e/i.test(body))
        expect(rows[0]?.stored).toEqual(JSON.parse(body.replace(/-0(?![.\d])/g, "0")));
    }),
    { numRuns: 150 },
  );
});
