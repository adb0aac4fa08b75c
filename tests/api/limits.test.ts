import { sql } from "kysely";
import { describe, expect } from "vitest";
import { z } from "zod";
import { route } from "@/lib/api/route";
import type { Access } from "@/lib/api/spec";
import { asSystem } from "@/lib/infra/db/as-system";
import { takeToken } from "@/lib/infra/limits/take-token";
import { params, test } from "@/tests/support/test";

const limited = (access: Access, perSecond: number, burst: number) =>
  route(
    { summary: "Go", access, limit: { perSecond, burst }, output: z.object({}) },
    async () => ({}),
  );

const path = (name: string) => ({ path: `/api/v1/${name}` });

test("RL-1 a bucket gives its burst, then what flows in, to all who share it", async ({
  database: _,
}) => {
  const policy = { name: "shared", perSecond: 20, burst: 30 };
  // A bucket begins to fill with the first that is taken, for which a connection may have to be opened.
  const first = await takeToken(policy, "one");
  const started = performance.now();
  const since = () => (performance.now() - started) / 1000;
  let allowed = Number(first.allowed);
  let asked = 1;
  let lastAsked = 0;
  while (since() < 2) {
    lastAsked = since();
    const decisions = await Promise.all(Array.from({ length: 8 }, () => takeToken(policy, "one")));
    asked += decisions.length;
    allowed += decisions.filter((decision) => decision.allowed).length;
  }
  const seconds = since();
  expect(asked).toBeGreaterThan(allowed);
  expect(allowed).toBeLessThanOrEqual(Math.ceil(30 + 20 * seconds) + 1);
  // What flows in while the last are on their way may be nobody's any more.
  expect(allowed).toBeGreaterThanOrEqual(Math.floor((30 + 20 * lastAsked) * 0.9));
});

test("RL-2 a refusal says how long to wait, and waiting that long helps", async ({ tenant }) => {
  const GET = limited("runs:read", 1, 2);
  const send = () => GET(tenant.request("GET", undefined, path("wait")), params());
  const [first, second, third] = [await send(), await send(), await send()];
  expect([first.status, second.status, third.status]).toEqual([200, 200, 429]);
  expect(first.headers.get("ratelimit-policy")).toBe('"get-api-v1-wait";q=2;w=2');
  expect(first.headers.get("ratelimit")).toBe('"get-api-v1-wait";r=1;t=1');
  const retryAfter = Number(third.headers.get("retry-after"));
  const t = Number(/;t=(\d+)$/.exec(third.headers.get("ratelimit") ?? "")?.[1]);
  expect(retryAfter).toBeGreaterThanOrEqual(t);
  expect(retryAfter).toBe(1);
  expect(third.headers.get("ratelimit")).toContain(";r=0;");
  expect(await third.json()).toMatchObject({ code: "rate_limited", status: 429 });
  await new Promise((resolve) => setTimeout(resolve, retryAfter * 1000 + 50));
  expect((await send()).status).toBe(200);
});

test("RL-2 a slow bucket names its real wait, not the shortest one", async ({ tenant }) => {
  const GET = limited("runs:read", 0.25, 1);
  const send = () => GET(tenant.request("GET", undefined, path("slow")), params());
  await send();
  const refused = await send();
  expect(refused.headers.get("retry-after")).toBe("4");
  expect(refused.headers.get("ratelimit")).toBe('"get-api-v1-slow";r=0;t=4');
});

test("one caller's requests do not use up another's", async ({ tenant, rival }) => {
  const GET = limited("runs:read", 0.1, 1);
  const send = async (caller: { request: typeof tenant.request }) =>
    (await GET(caller.request("GET", undefined, path("own")), params())).status;
  const key = await tenant.key();
  expect([await send(tenant), await send(tenant)]).toEqual([200, 429]);
  expect([await send(rival), await send(key), await send(await tenant.as("viewer"))]).toEqual([
    200, 200, 200,
  ]);
});

test("reading and changing have buckets of their own", async ({ tenant }) => {
  const door = route(
    { summary: "Go", access: "runs:read", output: z.object({}) },
    async () => ({}),
  );
  const read = await door(tenant.request("GET"), params());
  const changed = await door(tenant.request("PATCH"), params());
  expect(read.headers.get("ratelimit")).toMatch(/^"read";r=399;/);
  expect(changed.headers.get("ratelimit")).toMatch(/^"write";r=199;/);
});

test("a public door counts by address", async ({ database: _ }) => {
  const POST = limited("public", 0.1, 1);
  const from = async (ip: string) =>
    (
      await POST(
        new Request("http://127.0.0.1:3000/api/sign-in", {
          method: "POST",
          headers: { "x-steward-peer": ip },
        }),
      )
    ).status;
  expect([await from("192.0.2.1"), await from("192.0.2.1"), await from("192.0.2.2")]).toEqual([
    200, 429, 200,
  ]);
});

describe("RL-3 when the limiter itself is away", () => {
  test.for([
    ["a read", "runs:read", "GET", 200],
    ["a change by a known caller", "runs:write", "POST", 200],
    ["a public read", "public", "GET", 200],
    ["a public change, such as a sign-in", "public", "POST", 503],
  ] as const)("%s", async ([, access, method, status], { tenant }) => {
    await sql`alter function app.take_token rename to take_token_away`.execute(
      asSystem("the limiter breaks"),
    );
    try {
      const door = route({ summary: "Go", access, output: z.object({}) }, async () => ({}));
      const response = await door(tenant.request(method), params());
      expect(response.status).toBe(status);
      if (status === 503) expect(response.headers.get("retry-after")).toBe("5");
    } finally {
      await sql`alter function app.take_token_away rename to take_token`.execute(
        asSystem("the limiter is back"),
      );
    }
  });
});
