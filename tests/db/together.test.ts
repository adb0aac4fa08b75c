import { sql } from "kysely";
import { expect } from "vitest";
import { AppError } from "@/lib/core/errors";
import { asSystem } from "@/lib/infra/db/as-system";
import { given, together } from "@/lib/infra/db/together";
import { test } from "@/tests/support/test";

const system = () => asSystem("tests ask for nothing of a tenant");
const weigh = () => 1;

const inverse = () => {
  const statements: number[][] = [];
  const ask = together({
    weigh,
    statement: async (db, items: number[]) => {
      statements.push(items);
      const texts = items.map((n) => JSON.stringify({ n }));
      const { rows } = await sql<{ n: number; one: number }>`
        select n, 60 / n as one from ${given(texts, sql`n int`)}`.execute(db);
      return items.map((n) => rows.find((row) => row.n === n)?.one ?? Number.NaN);
    },
  });
  return { ask, statements };
};

test("what is asked for at the same time shares one statement, and each hears its own", async ({
  database: _,
}) => {
  const { ask, statements } = inverse();
  expect(await Promise.all([1, 2, 3, 4].map((n) => ask(system(), n)))).toEqual([60, 30, 20, 15]);
  expect(statements).toEqual([[1, 2, 3, 4]]);
});

test("one that Postgres refuses spoils none of the others", async ({ database: _ }) => {
  const { ask } = inverse();
  const results = await Promise.allSettled([1, 0, 3].map((n) => ask(system(), n)));
  expect(results.map((one) => (one.status === "fulfilled" ? one.value : one.reason.code))).toEqual([
    60,
    "22012",
    20,
  ]);
});

test("after a deadlock each goes alone; when the database is away nobody asks again", async ({
  database: _,
}) => {
  const failing = (error: unknown) => {
    const sizes: number[] = [];
    const ask = together({
      weigh,
      statement: async (_db, items: number[]) => {
        sizes.push(items.length);
        if (sizes.length === 1) throw error;
        return items;
      },
    });
    return { sizes, all: Promise.allSettled([1, 2].map((n) => ask(system(), n))) };
  };
  const deadlock = failing(Object.assign(new Error("deadlock detected"), { code: "40P01" }));
  expect((await deadlock.all).map(({ status }) => status)).toEqual(["fulfilled", "fulfilled"]);
  expect(deadlock.sizes).toEqual([2, 1, 1]);
  for (const error of [
    Object.assign(new Error("terminating connection"), { code: "57P01" }),
    new AppError("timeout", "Too long."),
  ]) {
    const away = failing(error);
    expect((await away.all).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(away.sizes).toEqual([2]);
  }
});
