import postgresJs from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { throwAwayPostgres } from "./support/database.ts";
import { engineProcess } from "./support/engine-process.ts";
import { clientOf, type Functions, sleep, startApp, until } from "./support/harness.ts";

let postgres: Awaited<ReturnType<typeof throwAwayPostgres>>;
beforeAll(async () => {
  postgres = await throwAwayPostgres({ fsync: true });
}, 30_000);
afterAll(() => postgres.stop());

const RUNS = 60;
const KILLS = 4;

const bodies = new Map<string, number>();
const count = (key: string): number => {
  bodies.set(key, (bodies.get(key) ?? 0) + 1);
  return 1;
};

const functions: Functions = (c) => [
  c.createFunction({ id: "four", triggers: [{ event: "k/four" }] }, async ({ step, runId }) => {
    let sum = await step.run("s0", () => count(`${runId} s0`));
    const pair = await Promise.all(
      ["s1", "s2"].map((name) =>
        step.run(name, async () => {
          await sleep(5);
          return count(`${runId} ${name}`);
        }),
      ),
    );
    sum += pair.reduce((a, b) => a + b, 0);
    return sum + (await step.run("s3", () => count(`${runId} s3`)));
  }),
  c.createFunction({ id: "sleeps", triggers: [{ event: "k/sleeps" }] }, async ({ step }) => {
    await step.sleep("nap", "3s");
    return "awake";
  }),
  c.createFunction({ id: "waits", triggers: [{ event: "k/waits" }] }, async ({ step }) => {
    const got = await step.waitForEvent("w", {
      event: "k/answer",
      match: "data.n",
      timeout: "60s",
    });
    return got?.data.value;
  }),
  c.createFunction(
    {
      id: "batches",
      batchEvents: { maxSize: 100, timeout: "3s" },
      triggers: [{ event: "k/batches" }],
    },
    ({ events }) => events.length,
  ),
  c.createFunction(
    { id: "debounces", debounce: { period: "3s" }, triggers: [{ event: "k/debounces" }] },
    ({ event: { data } }) => data.n,
  ),
  c.createFunction(
    {
      id: "cancels",
      triggers: [{ event: "k/cancels" }],
      cancelOn: [{ event: "k/stop", match: "data.n" }],
    },
    async ({ step }) => {
      await step.sleep("nap", "60s");
    },
  ),
];

test("85, 86: engines killed again and again lose no run, record no step twice, and remember what waits", {
  timeout: 60_000,
}, async () => {
  const databaseUrl = await postgres.database();
  let url = "";
  const app = await startApp({ functions, engineUrl: () => url });
  const engine = await engineProcess({ databaseUrl, serveUrl: app.url, retryScale: 0.01 });
  url = engine.url;
  app.start();
  const api = clientOf(() => url);
  await engine.ready();
  await until(async () => (await api.api("GET", "/api/functions")).body.data?.length > 0 || null);

  /** Sends until it is acknowledged, with the same ids each time, as an outbox does. */
  const send = async (events: { name: string; data: object; id: string }[]): Promise<void> => {
    for (;;) {
      const answer = await api.send(events).catch(() => null);
      if (answer?.status === 200) return;
      await sleep(20);
    }
  };
  const names = ["sleeps", "waits", "batches", "debounces", "cancels"];
  await send(
    names.flatMap((name) =>
      [1, 2].map((n) => ({ name: `k/${name}`, data: { n }, id: `${name}-${n}` })),
    ),
  );
  const sending = (async () => {
    for (let i = 0; i < RUNS; i += 10) {
      const batch = Array.from({ length: 10 }, (_, n) => ({
        name: "k/four",
        data: {},
        id: `four-${i + n}`,
      }));
      await send(batch);
      await send(batch.slice(0, 2));
      await sleep(40);
    }
  })();
  for (let i = 0; i < KILLS; i++) {
    await sleep(250 + i * 30);
    await engine.kill();
    await engine.start();
  }
  await sending;
  await send([
    { name: "k/answer", data: { n: 2, value: "two" }, id: "answer" },
    { name: "k/stop", data: { n: 1 }, id: "stop" },
  ]);

  const sql = postgresJs(databaseUrl, { max: 1, onnotice: () => {} });
  const live = async () =>
    Number((await sql`select count(*) from engine.run where ended_at is null`)[0]?.count);
  await until(async () => (await live()) === 2 || null, 30_000);
  const ended = await sql<{ fn: string; status: string; output: string | null; total: number }[]>`
      select fn, status, output, count(*)::int as total from engine.run group by 1, 2, 3 order by 1, 2, 3`;
  expect(
    ended.map(({ fn, status, output, total }) => `${fn} ${status} ${output} ${total}`),
  ).toEqual([
    "app-batches Completed 2 1",
    "app-cancels Cancelled null 1",
    "app-cancels Running null 1",
    "app-debounces Completed 2 1",
    `app-four Completed 4 ${RUNS}`,
    'app-sleeps Completed "awake" 2',
    'app-waits Completed "two" 1',
    "app-waits Running null 1",
  ]);
  const [steps] =
    await sql`select count(*)::int as total from engine.step s join engine.run r on r.id = s.run where r.fn = 'app-four'`;
  expect(steps?.total).toBe(RUNS * 4);
  expect(bodies.size).toBe(RUNS * 4);
  expect(Math.max(...bodies.values())).toBeLessThanOrEqual(1 + KILLS);
  await sql.end();
  await engine.kill();
  await app.stop();
});
