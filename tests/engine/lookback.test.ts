import { afterAll, beforeAll, expect, test } from "vitest";
import { Lookback } from "../../lib/local/engine/core/lookback.ts";
import type { EventRecord } from "../../lib/local/engine/core/model.ts";
import { throwAwayPostgres } from "./support/database.ts";
import { type Functions, sleep, startPair } from "./support/harness.ts";

let postgres: Awaited<ReturnType<typeof throwAwayPostgres>>;
beforeAll(async () => {
  postgres = await throwAwayPostgres();
}, 30_000);
afterAll(() => postgres.stop());

/** Works before it waits, as long as the test says, and waits twice. */
const late: Functions = (c) => [
  c.createFunction({ id: "late", triggers: [{ event: "look/go" }] }, async ({ step, event }) => {
    await step.run("work", () => sleep(event.data.workMs));
    const got: unknown[] = [];
    for (const wait of ["first", "second"]) {
      const answer = await step.waitForEvent(wait, {
        event: "look/answer",
        match: "data.id",
        timeout: "1s",
      });
      got.push(answer?.data.n ?? null);
    }
    return got;
  }),
];

test("a wait that looks back takes what came since its run began: once, in order, and only what fits", async () => {
  const pair = await startPair(await postgres.database(), late, { lookbackMs: 10_000 });
  try {
    await pair.trigger("look/answer", { id: "a", n: "before the run" });
    const id = await pair.trigger("look/go", { id: "a", workMs: 600 });
    await pair.trigger("look/answer", { id: "b", n: "of another" });
    await pair.trigger("look/answer", { id: "a", n: 1 });
    await pair.trigger("look/answer", { id: "a", n: 2 });
    expect((await pair.ended(id)).output).toEqual([1, 2]);
    const once = await pair.trigger("look/go", { id: "c", workMs: 300 });
    await pair.trigger("look/answer", { id: "c", n: 3 });
    expect((await pair.ended(once)).output).toEqual([3, null]);
  } finally {
    await pair.stop();
  }
});

test("it remembers what came when the engine is started again", async () => {
  const pair = await startPair(await postgres.database(), late, {
    lookbackMs: 20_000,
    appProbeMs: [50, 200],
  });
  try {
    const id = await pair.trigger("look/go", { id: "a", workMs: 500 });
    await pair.trigger("look/answer", { id: "a", n: 1 });
    await pair.trigger("look/answer", { id: "a", n: 2 });
    await pair.restart();
    expect((await pair.ended(id, 15_000)).output).toEqual([1, 2]);
  } finally {
    await pair.stop();
  }
});

test("as Inngest does, the engine does not look back unless it is told to", async () => {
  const pair = await startPair(await postgres.database(), late);
  try {
    const id = await pair.trigger("look/go", { id: "a", workMs: 400 });
    await pair.trigger("look/answer", { id: "a", n: 1 });
    expect((await pair.ended(id)).output).toEqual([null, null]);
  } finally {
    await pair.stop();
  }
});

test("what it remembers is bounded by its span, and a tenant can be forgotten", () => {
  const event = (id: string, receivedAt: number, tenant: string | null = null): EventRecord => ({
    id,
    externalId: null,
    name: "a/b",
    text: "{}",
    ts: receivedAt,
    receivedAt,
    tenant,
    canon: null,
  });
  const ids = (lookback: Lookback, since: number, now: number) =>
    lookback.find("a/b", since, now).map(({ id }) => id);
  const lookback = new Lookback(100);
  for (const [i, at] of [0, 50, 120, 130].entries())
    lookback.add(event(`e${i}`, at, i === 2 ? "gone" : null));
  expect(ids(lookback, 0, 130)).toEqual(["e1", "e2", "e3"]);
  expect(ids(lookback, 121, 130)).toEqual(["e3"]);
  expect(ids(lookback, 0, 225)).toEqual(["e3"]);
  lookback.forget("gone");
  expect(ids(lookback, 0, 130)).toEqual(["e1", "e3"]);
  const none = new Lookback(0);
  none.add(event("e", 0));
  expect(ids(none, 0, 0)).toEqual([]);
  const many = new Lookback(1_000);
  for (let i = 0; i < 25_000; i++) many.add(event(`${i}`, 0));
  expect(ids(many, 0, 0)).toHaveLength(20_000);
});
