import { afterAll, beforeAll, expect, test } from "vitest";
import { createEngine } from "../../lib/local/engine/create.ts";
import type { Clock } from "../../lib/local/engine/schedule/clock.ts";
import { throwAwayPostgres } from "./support/database.ts";
import { clientOf, type Functions, keys, sleep, startApp, until } from "./support/harness.ts";

let postgres: Awaited<ReturnType<typeof throwAwayPostgres>>;
beforeAll(async () => {
  postgres = await throwAwayPostgres();
}, 30_000);
afterAll(() => postgres.stop());

/** A clock that can be put forward. It stays near the real time, because signatures are good for five minutes. */
const turnable = () => {
  let offset = 0;
  const waiting = new Set<() => void>();
  const clock: Clock = {
    now: () => Date.now() + offset,
    after: (ms, fire) => {
      const end = Date.now() + offset + ms;
      const look = () => {
        if (Date.now() + offset < end) return;
        waiting.delete(look);
        clearInterval(timer);
        fire();
      };
      const timer = setInterval(look, 5);
      waiting.add(look);
      return () => {
        clearInterval(timer);
        waiting.delete(look);
      };
    },
  };
  return {
    clock,
    forward: (ms: number) => {
      offset += ms;
      for (const look of [...waiting]) look();
    },
  };
};

test.each([
  { policy: "skip", seen: 0 },
  { policy: "one", seen: 1 },
  { policy: 3, seen: 3 },
] as const)(
  "after four missed ticks the policy $policy runs $seen of them, the latest, in order",
  async ({ policy, seen }) => {
    const ticks: number[] = [];
    const functions: Functions = (c) => [
      c.createFunction({ id: "tick", triggers: [{ cron: "* * * * *" }] }, ({ event }) => {
        ticks.push(event.ts ?? 0);
      }),
    ];
    const time = turnable();
    let url = "";
    const app = await startApp({ functions, engineUrl: () => url });
    const databaseUrl = await postgres.database();
    const start = () =>
      createEngine(
        { databaseUrl, ...keys, serveUrl: app.url, port: 0, cronCatchUp: policy },
        { clock: time.clock },
      );
    let engine = await start();
    url = engine.url;
    app.start();
    const api = clientOf(() => engine.url);
    await until(async () => (await api.api("GET", "/api/functions")).body.data?.length > 0 || null);
    await engine.close();
    ticks.splice(0);
    // Away for four ticks and a half, so that the next one is half a minute off.
    const began = time.clock.now();
    time.forward(4 * 60_000 + 30_000 - (began % 60_000));
    engine = await start();
    const minute = Math.floor(time.clock.now() / 60_000) * 60_000;
    await until(() => ticks.length === seen || null);
    await sleep(300);
    expect(ticks).toEqual(Array.from({ length: seen }, (_, i) => minute - (seen - 1 - i) * 60_000));
    await engine.close();
    await app.stop();
  },
);

test("76: a schedule ticks once a minute, once for all it missed, and not after it is removed", async () => {
  const ticks: { ts: number; at: number }[] = [];
  const functions: Functions = (c) => [
    c.createFunction(
      { id: "tick", triggers: [{ cron: "TZ=Europe/Berlin * * * * *" }] },
      ({ event }) => {
        ticks.push({ ts: event.ts ?? 0, at: time.clock.now() });
      },
    ),
    c.createFunction({ id: "other", triggers: [{ event: "a/b" }] }, () => null),
  ];
  const time = turnable();
  let url = "";
  const app = await startApp({ functions, engineUrl: () => url });
  const databaseUrl = await postgres.database();
  const start = () =>
    createEngine({ databaseUrl, ...keys, serveUrl: app.url, port: 0 }, { clock: time.clock });
  let engine = await start();
  url = engine.url;
  app.start();
  const api = clientOf(() => engine.url);
  await until(async () => (await api.api("GET", "/api/functions")).body.data?.length > 0 || null);
  time.forward(60_000);
  await until(() => ticks.length === 1 || null);
  expect((ticks[0]?.ts ?? 1) % 60_000).toBe(0);
  expect((ticks[0]?.at ?? 0) - (ticks[0]?.ts ?? 0)).toBeLessThan(60_000);

  const completed = async () =>
    (await api.api("GET", "/api/runs?status=Completed")).body.data.length;
  await until(async () => (await completed()) === 1 || null);

  await engine.close();
  time.forward(150_000);
  engine = await start();
  await until(() => ticks.length === 2 || null);
  await sleep(200);
  expect(ticks).toHaveLength(2);
  expect(time.clock.now() - (ticks[1]?.ts ?? 0)).toBeLessThan(60_000 + 5_000);

  app.use((c) => functions(c).slice(1));
  expect((await api.call("POST", "/fn/sync")).body.ok).toBe(true);
  time.forward(60_000);
  await sleep(200);
  expect(ticks).toHaveLength(2);
  await engine.close();
  await app.stop();
});
