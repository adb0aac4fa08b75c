import { sql } from "kysely";
import { expect } from "vitest";
import { hintOf } from "@/lib/domain/dead-letters/hint";
import { asSystem } from "@/lib/infra/db/as-system";
import { test } from "@/tests/support/test";

const system = () => asSystem("tests ask a pure function");

const pattern = async (message: string) => {
  const { rows } = await sql<{ p: string }>`select app.failure_pattern(${message}) as p`.execute(
    system(),
  );
  return rows[0]?.p;
};

const group = async (code: string, step: string | null, message: string) => {
  const { rows } = await sql<{
    g: string;
  }>`select app.failure_group(${code}, ${step}, ${message}) as g`.execute(system());
  return rows[0]?.g;
};

test.for([
  ["order 4711 failed after 12.5 s", "order <n> failed after <n> s"],
  ["127.0.0.1:40123 answered 500: {}", "127.0.0.1:<n> answered <n>: {}"],
  ["shop.example.com:8443 refused #1001", "shop.example.com:<n> refused #<n>"],
  ["at 2026-11-21T09:00:00.123+01:00 it broke", "at <time> it broke"],
  ["on 2026-11-21 it broke", "on <time> it broke"],
  ["run 019a3f0e-77aa-7c1e-9d2b-5c9a1f04e6b1 lost", "run <id> lost"],
  ["no customer cus_9s6XKzkNRiz8i3 for jon+1@mail.example.com", "no customer <id> for <email>"],
  ["warehouse1.example.com is away", "warehouse1.example.com is away"],
  ["gid://shopify/Order/820982911946154508 is gone", "gid://shopify/Order/<n> is gone"],
  ["two\n\n  lines", "two lines"],
  ["", ""],
])("%j is told as %j", async ([message = "", told], { database: _ }) => {
  expect(await pattern(message)).toBe(told);
});

test("a group is one cause: its code, its step and its message without what differs", async ({
  database: _,
}) => {
  const one = await group("http_500", "tell", "host:1 answered 500 for order 17");
  expect(one).toMatch(/^[0-9a-f]{32}$/);
  expect(await group("http_500", "tell", "host:2 answered 500 for order 18")).toBe(one);
  expect(await group("http_422", "tell", "host:1 answered 500 for order 17")).not.toBe(one);
  expect(await group("http_500", "other", "host:1 answered 500 for order 17")).not.toBe(one);
  expect(await group("http_500", "tell", "other answered 500 for order 17")).not.toBe(one);
  expect(await group("http_500", null, "")).toMatch(/^[0-9a-f]{32}$/);
});

test("hostile messages are grouped in bounded time", async ({ database: _ }) => {
  for (const message of [
    "1".repeat(100_000),
    "a1".repeat(50_000),
    "a.".repeat(50_000),
    "@".repeat(9999),
    "-1.".repeat(30_000),
  ])
    expect((await pattern(message))?.length).toBeLessThanOrEqual(3000);
});

test("every code has a sentence that says what to do", () => {
  for (const code of [
    "http_422",
    "http_401",
    "http_404",
    "http_503",
    "unreachable",
    "attempts_lost",
    "never_seen",
  ])
    expect(hintOf(code)).toMatch(/^[A-Z].{30,}\.$/);
  expect(hintOf("http_401")).not.toBe(hintOf("http_500"));
});
