import { PassThrough } from "node:stream";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { correlationOf } from "@/lib/infra/events/correlate";
import { addCorrelation, correlate, correlation } from "@/lib/infra/log/correlation";
import { createLog } from "@/lib/infra/log/log";
import { scrub } from "@/lib/infra/log/scrub";
import { scrubText } from "@/lib/infra/log/scrub-text";

const jwt = ["eyJhbGciOiJFUzI1NiJ9", "eyJzdWIiOiJzZW50aW5lbCJ9", "c2VudGluZWw"].join(".");

/** Secrets by form; each must be hidden wherever it stands. */
const secrets: Record<string, string> = {
  "a JWT": jwt,
  "a Stripe key": ["sk", "live", "4eC39HqLyjWDarjtT1zdp7dc"].join("_"),
  "a webhook secret": `whsec_${"MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}`,
  "one of our keys": "stw_0123456789abcdefghjkmnpqrstvwxyz",
  "a Supabase secret key": "sb_secret_abcdef0123456789",
  "a card number": "4242424242424242",
  "a card number with spaces": "4242 4242 4242 4242",
  "an American Express number": "378282246310005",
  "an IBAN": "DE89370400440532013000",
  "an IBAN with spaces": "GB82 WEST 1234 5698 7654 32",
};

const write = (fields: Record<string, unknown>, message = "message") => {
  const stream = new PassThrough();
  createLog("debug", stream).info(fields, message);
  return String(stream.read());
};

describe.each(Object.entries(secrets))("%s", (_name, secret) => {
  test.each<[string, () => string]>([
    ["the message", () => write({}, `before ${secret} after`)],
    ["a field", () => write({ note: secret })],
    ["a nested field", () => write({ a: { b: [{ c: `x ${secret}` }] } })],
    ["the name of a field", () => write({ [secret]: 1 })],
    ["the message of an error", () => write({ err: new Error(`failed for ${secret}`) })],
    ["the cause of an error", () => write({ err: new Error("x", { cause: new Error(secret) }) })],
    ["one of many errors", () => write({ err: new AggregateError([new Error(secret)], "x") })],
    ["a header list", () => write({ headers: new Headers({ "x-note": secret }) })],
    ["a map and a set", () => write({ map: new Map([["k", secret]]), set: new Set([secret]) })],
  ])("is hidden in %s", (_place, line) => {
    expect(line()).not.toContain(secret);
    expect(line()).toContain("[hidden]");
  });
});

test.each([
  "authorization",
  "Authorization",
  "cookie",
  "set-cookie",
  "password",
  "newPassword",
  "secret",
  "clientSecret",
  "token",
  "access_token",
  "refreshToken",
  "apiKey",
  "api_key",
  "api-key",
  "x-api-key",
  "signature",
  "X-Shopify-Signature",
  "iban",
  "cardNumber",
  "card",
  "privateKey",
  "private_key",
  "credentials",
  "otp",
])("the value of %s is hidden whatever it is", (key) => {
  for (const value of ["plain", 12345, { inner: "plain" }, ["plain"]])
    expect(JSON.stringify(scrub({ deep: { [key]: value } }))).toBe(
      `{"deep":{"${key}":"[hidden]"}}`,
    );
});

test.each([
  "4242424242424241",
  "1763719381000",
  "01a1fd92-7c62-761d-b77c-cb76f11b88c0",
  "DE89370400440532013001",
  "order 20261121-000042",
  "2026-11-21T10:00:00.000Z",
  "restarted",
  "https://example.com/orders?id=1",
])("%s is no secret and stays", (text) => {
  expect(scrubText(text)).toBe(text);
});

test("words after an IBAN stay", () => {
  expect(scrubText("from DE89370400440532013000 TO ACME")).toBe("from [hidden] TO ACME");
});

test("credentials in addresses and headers are hidden, their surroundings stay", () => {
  expect(scrubText("postgres://admin:hunter2@db:5432/app")).toBe("postgres://[hidden]@db:5432/app");
  expect(scrubText("sent Authorization: Bearer abcdefgh123")).toBe(
    "sent Authorization: Bearer [hidden]",
  );
});

test("fields that only sound alike stay", () => {
  const plain = { discard: "a", cardinality: 3, companyName: "b", shipping: "c", idempotent: true };
  expect(scrub(plain)).toEqual(plain);
});

test("a line is one line, whatever is written into it", () => {
  const line = write(
    { name: 'a\nfake\r\n{"level":"error"}\u2028' },
    'x\n{"level":"fatal"}\u001b[31m',
  );
  expect(line.trimEnd().split("\n")).toHaveLength(1);
  expect(JSON.parse(line)).toMatchObject({ level: "info", msg: expect.stringContaining("fatal") });
});

test("cycles, depth and size cannot take the log down", () => {
  const loop: Record<string, unknown> = { big: Array(10_000).fill("x"), long: "y".repeat(100_000) };
  loop.self = loop;
  let deep: unknown = "end";
  for (let level = 0; level < 10_000; level += 1) deep = { deep };
  const line = write({
    loop,
    deep,
    bytes: Buffer.alloc(9),
    odd: [Symbol("s"), () => 1, 10n, undefined, Number.NaN],
  });
  expect(line.length).toBeLessThan(20_000);
  expect(line).toContain("[9 bytes]");
});

test("no value at all makes the scrubber throw", () => {
  fc.assert(
    fc.property(
      fc.anything({
        withBigInt: true,
        withDate: true,
        withMap: true,
        withSet: true,
        withTypedArray: true,
        withNullPrototype: true,
      }),
      (value) => {
        JSON.stringify(scrub(value));
      },
    ),
    { numRuns: 1000 },
  );
});

describe("correlation", () => {
  test("goes with the work, across awaits, and nests", async () => {
    const seen = await correlate({ requestId: "r1" }, async () => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      addCorrelation({ tenantId: "t1" });
      const inner = correlate({ stepId: "s" }, () => correlation());
      return { inner, outer: correlation(), line: JSON.parse(write({ n: 1 })) };
    });
    expect(seen.inner).toEqual({ requestId: "r1", tenantId: "t1", stepId: "s" });
    expect(seen.outer).toEqual({ requestId: "r1", tenantId: "t1" });
    expect(seen.line).toMatchObject({ requestId: "r1", tenantId: "t1", n: 1 });
    expect(correlation()).toEqual({});
  });

  test("of two pieces of work at once do not mix", async () => {
    const work = (requestId: string) =>
      correlate({ requestId }, async () => {
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 5));
        return correlation().requestId;
      });
    const ids = Array.from({ length: 50 }, (_, index) => `r${index}`);
    expect(await Promise.all(ids.map(work))).toEqual(ids);
  });

  test("comes out of an event, and nothing comes out of a strange one", () => {
    const trace = { requestId: "r1", traceparent: "00-1-2-01" };
    expect(correlationOf({ tenantId: "t", runId: "run", trace })).toEqual({
      tenantId: "t",
      runId: "run",
      ...trace,
    });
    for (const strange of [undefined, null, "x", { tenantId: 5 }, { trace: "x" }])
      expect(correlationOf(strange)).toEqual({});
  });
});
