import { type Inngest, type InngestFunction, NonRetriableError } from "inngest";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readFunction } from "../../lib/local/engine/config/functions.ts";
import { throwAwayPostgres } from "./support/database.ts";
import { keys, type Pair, sleep, startPair } from "./support/harness.ts";

const base = (more: object) => ({
  id: "app-x",
  name: "x",
  triggers: [{ event: "a/b" }],
  steps: {
    step: { id: "step", name: "step", runtime: { type: "http", url: "http://localhost/x" } },
  },
  ...more,
});

/** Row 91: what is refused, and what the refusal has to name. */
const REFUSED: [string, object, string][] = [
  [
    "a condition that cannot be read",
    { triggers: [{ event: "a", expression: "event.data.x ==" }] },
    "expression",
  ],
  [
    "a condition over an unknown variable",
    { triggers: [{ event: "a", expression: "evnt.data.x" }] },
    '"evnt"',
  ],
  [
    "an unknown function in a condition",
    { triggers: [{ event: "a", expression: "foo(event)" }] },
    "foo()",
  ],
  ["a cron expression with a wrong field", { triggers: [{ cron: "61 * * * *" }] }, "minute"],
  ["a cron expression of six fields", { triggers: [{ cron: "0 0 * * * *" }] }, "5 fields"],
  ["an unknown time zone", { triggers: [{ cron: "TZ=Mars/Base 0 0 * * *" }] }, "Mars/Base"],
  ["a duration nobody understands", { debounce: { period: "soon" } }, "soon"],
  ["a debounce that is too short", { debounce: { period: "10ms" } }, "debounce.period"],
  [
    "a rate limit over more than a day",
    { rateLimit: { limit: 1, period: "2d" } },
    "rateLimit.period",
  ],
  [
    "three concurrency entries",
    { concurrency: [{ limit: 1 }, { limit: 2 }, { limit: 3 }] },
    "at most 2",
  ],
  [
    "limits of whole runs",
    { concurrency: { fn: [{ limit: 1 }], step: [{ limit: 2 }] } },
    "limits of whole runs",
  ],
  ["an env scope without key", { concurrency: { limit: 1, scope: "env" } }, "needs a key"],
  [
    "eleven triggers",
    { triggers: Array.from({ length: 11 }, () => ({ event: "a" })) },
    "at most 10",
  ],
  ["six cancelOn", { cancel: Array.from({ length: 6 }, () => ({ event: "a" })) }, "at most 5"],
  [
    "batches together with debounce",
    { batchEvents: { maxSize: 2, timeout: "5s" }, debounce: { period: "5s" } },
    "debounce",
  ],
  [
    "websocket workers",
    { steps: { step: { runtime: { type: "ws", url: "http://x/y" } } } },
    "connect",
  ],
  [
    "too many retries",
    {
      steps: { step: { runtime: { type: "http", url: "http://x/y" }, retries: { attempts: 21 } } },
    },
    "retries",
  ],
];

test.each(REFUSED)("91: %s is refused with the function's name and the option", (_, more, said) => {
  const answer = readFunction(base(more));
  expect(answer).toContain('Function "app-x"');
  expect(answer).toContain(said);
});

test("91: what is right is taken in", () => {
  const config = readFunction(
    base({
      concurrency: 3,
      throttle: { limit: 2, period: "1m" },
      cancel: [{ event: "c", if: "event.data.id == async.data.id" }],
    }),
  );
  expect(config).toMatchObject({ id: "app-x", tries: 5, throttle: { periodMs: 60_000, burst: 1 } });
});

describe("an application and the engine", () => {
  let postgres: Awaited<ReturnType<typeof throwAwayPostgres>>;
  let pair: Pair;
  let ran = 0;
  const good = (client: Inngest): InngestFunction.Any[] => [
    client.createFunction({ id: "good", triggers: [{ event: "reg/good" }] }, () => ++ran),
    client.createFunction(
      { id: "infer", retries: 0, triggers: [{ event: "reg/fetch" }] },
      async ({ step }) => {
        await step.fetch("http://127.0.0.1:1/");
      },
    ),
    client.createFunction({ id: "stop", triggers: [{ event: "reg/stop" }] }, () => {
      throw new NonRetriableError("stop");
    }),
  ];
  beforeAll(async () => {
    postgres = await throwAwayPostgres();
    pair = await startPair(await postgres.database(), good);
  }, 30_000);
  afterAll(async () => {
    await pair.stop();
    await postgres.stop();
  });

  test("91: a bad function fails the sync, says why to whoever asks, and leaves the good ones alone", async () => {
    pair.app.use((client) => [
      ...good(client),
      client.createFunction(
        { id: "bad", triggers: [{ event: "x", if: "event.data. ==" }] },
        () => null,
      ),
    ]);
    const sync = await pair.call("POST", "/fn/sync");
    expect(sync).toMatchObject({
      status: 502,
      body: { ok: false, message: expect.stringContaining("app-bad") },
    });
    const { body } = await pair.api("GET", "/api/apps");
    expect(body.data[0].error).toContain("app-bad");
    const announced = await fetch(pair.app.url, { method: "PUT" });
    expect(announced.status).toBe(400);
    expect(await announced.json()).toMatchObject({
      message: expect.stringContaining("app-bad"),
    });
    await pair.ended(await pair.trigger("reg/good"));
    pair.app.use(good);
    expect((await pair.call("POST", "/fn/sync")).body).toMatchObject({ ok: true });
    expect((await pair.api("GET", "/api/apps")).body.data[0].error).toBeNull();
  });

  test("an application may announce itself, and functions it no longer has start nothing", async () => {
    pair.app.use((client) => good(client).slice(1));
    const announced = await fetch(pair.app.url, { method: "PUT" });
    expect(await announced.json()).toMatchObject({
      message: "Successfully registered",
      modified: true,
    });
    const before = ran;
    await pair.trigger("reg/good");
    await sleep(200);
    expect(ran).toBe(before);
    pair.app.use(good);
    expect((await pair.call("POST", "/fn/sync")).body).toMatchObject({ ok: true, modified: true });
    await pair.ended(await pair.trigger("reg/good"));
    expect(ran).toBe(before + 1);
  });

  test("92: what is left out fails with words that help, and never hangs", async () => {
    const run = await pair.ended(await pair.trigger("reg/fetch"));
    expect(run).toMatchObject({
      status: "Failed",
      output: { message: expect.stringContaining("step.run") },
    });
    for (const path of ["/v0/connect/start", "/v1/realtime/publish", "/v1/checkpoint"]) {
      const { status, body } = await pair.call("POST", path, {});
      expect({ status, said: body.error.includes("not offered") }).toEqual({
        status: 501,
        said: true,
      });
    }
  });

  test("the API asks for the SDK's key or the engine's token, the dashboard's for the token only", async () => {
    const status = async (path: string, token: string) =>
      (await pair.call("GET", path, undefined, token)).status;
    for (const path of ["/v1/events", "/v1/runs/x", "/api/runs", "/api/queue", "/api/functions"]) {
      expect(await status(path, "wrong")).toBe(401);
    }
    expect((await pair.call("GET", "/api/runs")).status).toBe(401);
    expect((await fetch(`${pair.engineUrl()}/metrics`)).status).toBe(401);
    expect((await fetch(`${pair.engineUrl()}/health`)).status).toBe(200);
    expect((await fetch(`${pair.engineUrl()}/dev`)).status).toBe(200);
    expect((await pair.call("PATCH", "/health")).status).toBe(405);
    expect((await pair.call("GET", "/nowhere")).status).toBe(404);
  });

  test("9: neither key appears in what the engine answers or logs", async () => {
    await pair.ended(await pair.trigger("reg/stop"));
    const texts = [...pair.logs];
    for (const path of [
      "/dev",
      "/health",
      "/api/runs",
      "/api/functions",
      "/api/apps",
      "/api/events",
      "/v1/events",
    ]) {
      texts.push(JSON.stringify((await pair.api("GET", path)).body));
    }
    for (const secret of [keys.signingKey.slice(13), keys.eventKey, keys.token]) {
      expect(texts.some((text) => text.includes(secret))).toBe(false);
    }
    expect(pair.logs.length).toBeGreaterThan(0);
  });
});
