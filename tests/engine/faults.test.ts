import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createEngine } from "../../lib/local/engine/create.ts";
import { throwAwayPostgres } from "./support/database.ts";
import { engineProcess, freePort } from "./support/engine-process.ts";
import {
  type Functions,
  keys,
  type Pair,
  sleep,
  startApp,
  startPair,
  until,
} from "./support/harness.ts";

let postgres: Awaited<ReturnType<typeof throwAwayPostgres>>;
beforeAll(async () => {
  postgres = await throwAwayPostgres();
}, 30_000);
afterAll(() => postgres.stop());

const withPair = async (
  functions: Functions,
  options: Parameters<typeof startPair>[2],
  use: (pair: Pair) => Promise<void>,
) => {
  const pair = await startPair(await postgres.database(), functions, options);
  try {
    await use(pair);
  } finally {
    await pair.stop();
  }
};

describe("the application fails", () => {
  test("an application that is down costs no tries; its runs go on when it is back", async () => {
    const attempts: number[] = [];
    const functions: Functions = (c) => [
      c.createFunction({ id: "f", retries: 0, triggers: [{ event: "f/go" }] }, ({ attempt }) => {
        attempts.push(attempt);
      }),
    ];
    await withPair(functions, { appProbeMs: [50, 200] }, async (pair) => {
      const port = Number(new URL(pair.app.url).port);
      await pair.app.stop();
      const { body } = await pair.send(Array.from({ length: 5 }, () => ({ name: "f/go" })));
      await sleep(500);
      expect((await pair.api("GET", "/api/apps")).body.data[0].downSince).toEqual(
        expect.any(String),
      );
      const back = await startApp({ functions, engineUrl: pair.engineUrl, port });
      back.start();
      for (const id of body.ids)
        expect(await pair.ended(id)).toMatchObject({ status: "Completed" });
      expect(attempts).toEqual([0, 0, 0, 0, 0]);
      await back.stop();
    });
  });

  test("when more waits than the options allow, events are refused until there is room", async () => {
    const functions: Functions = (c) => [
      c.createFunction({ id: "f", triggers: [{ event: "f/go" }] }, () => "ok"),
    ];
    await withPair(functions, { appProbeMs: [50, 100], queueMax: 5 }, async (pair) => {
      const port = Number(new URL(pair.app.url).port);
      await pair.app.stop();
      const { body } = await pair.send(Array.from({ length: 10 }, () => ({ name: "f/go" })));
      await until(async () => (await pair.api("GET", "/api/queue")).body.held >= 9 || null);
      expect((await pair.send({ name: "f/go" })).status).toBe(429);
      const back = await startApp({ functions, engineUrl: pair.engineUrl, port });
      back.start();
      for (const id of body.ids) expect(await pair.ended(id)).toMatchObject({ output: "ok" });
      expect((await pair.send({ name: "f/go" })).status).toBe(200);
      await back.stop();
    });
  });

  test("after the time the options give, runs of an unreachable application fail and say so", async () => {
    const functions: Functions = (c) => [
      c.createFunction({ id: "f", triggers: [{ event: "f/go" }] }, () => "ok"),
    ];
    await withPair(functions, { appProbeMs: [50, 100], appDownMs: 300 }, async (pair) => {
      await pair.app.stop();
      const run = await pair.ended(await pair.trigger("f/go"));
      expect(run).toMatchObject({ status: "Failed", output: { name: "AppUnreachableError" } });
    });
  });

  test("84: a worker whose turn is over is told to stop, and its result does not count", async () => {
    let bodies = 0;
    const after: string[] = [];
    const functions: Functions = (c) => [
      c.createFunction({ id: "f", triggers: [{ event: "f/go" }] }, async ({ step }) => {
        const which = await step.run("slow", async () => {
          const mine = ++bodies;
          if (mine === 1) await sleep(4500);
          return mine;
        });
        await step.run("after", () => {
          after.push(`after ${which}`);
          return sleep(2000);
        });
        return which;
      }),
    ];
    await withPair(functions, { requestTimeoutMs: 3000 }, async (pair) => {
      const run = await pair.ended(await pair.trigger("f/go"));
      expect(run.output).toBe(2);
      await sleep(900);
      expect(after).toEqual(["after 2"]);
      expect(pair.engine()?.kernel()?.counters.fenced).toBe(1);
      const page = await pair.api("GET", `/api/runs/${run.run_id}`);
      expect(page.body.steps.map((step: { name: string; data: unknown }) => step.data)).toEqual([
        2,
        null,
      ]);
    });
  });
});

describe("the engine's own surroundings fail", () => {
  const four: Functions = (c) => [
    c.createFunction({ id: "four", triggers: [{ event: "f/four" }] }, async ({ step }) => {
      let sum = 0;
      for (let i = 0; i < 4; i++) sum += await step.run(`s${i}`, () => 1);
      return sum;
    }),
  ];

  test("87: a database that restarts under load loses nothing; events are refused meanwhile", {
    timeout: 40_000,
  }, async () => {
    const pair = await startPair(await postgres.database(), four, { databaseDownMs: 30_000 });
    const accepted: string[] = [];
    let refused = 0;
    let going = true;
    const load = (async () => {
      while (going) {
        const { status, body } = await pair.send([{ name: "f/four" }, { name: "f/four" }]);
        if (status === 200) accepted.push(...body.ids);
        else refused++;
        await sleep(5);
      }
    })();
    await sleep(400);
    await postgres.restart(400);
    await until(() => pair.engine()?.leading() || null, 15_000);
    await sleep(300);
    going = false;
    await load;
    expect(refused).toBeGreaterThan(0);
    for (const id of accepted) expect(await pair.ended(id, 20_000)).toMatchObject({ output: 4 });
    await pair.stop();
  });

  test("88: a second engine stands by, refuses events, and takes over", async () => {
    const databaseUrl = await postgres.database();
    const pair = await startPair(databaseUrl, four);
    const port = await freePort();
    const second = await createEngine({ databaseUrl, ...keys, serveUrl: pair.app.url, port });
    expect(second.leading()).toBe(false);
    const send = () =>
      fetch(`${second.url}/e/${keys.eventKey}`, { method: "POST", body: '{"name":"f/four"}' });
    expect((await send()).status).toBe(503);
    await pair.engine()?.close();
    await until(() => second.leading() || null);
    expect((await send()).status).toBe(200);
    await second.close();
    await pair.app.stop();
  });

  test("the process says in one sentence why it cannot run", async () => {
    const taken = await postgres.database();
    const first = await engineProcess({
      databaseUrl: taken,
      serveUrl: "http://127.0.0.1:1/api/inngest",
    });
    expect(await first.ready()).toBe(`ready ${first.url}\n`);
    const port = Number(new URL(first.url).port);
    const second = await engineProcess({
      databaseUrl: taken,
      serveUrl: "http://127.0.0.1:1/x",
      port,
    });
    expect(await second.ended()).toBe(1);
    expect(second.output()).toContain("port is taken");
    const noDatabase = await engineProcess({
      databaseUrl: "postgres://nobody:x@127.0.0.1:1/none",
      serveUrl: "http://127.0.0.1:1/x",
      databaseDownMs: 100,
    });
    expect(await noDatabase.ended()).toBe(1);
    expect(noDatabase.output()).toContain("cannot reach its database");
    const began = Date.now();
    first.closeInput();
    expect(await first.ended()).toBe(0);
    expect(Date.now() - began).toBeLessThan(2_000);
  });
});

test("work of one tenant that takes long leaves places for another's", async () => {
  const functions: Functions = (c) => [
    c.createFunction({ id: "f", triggers: [{ event: "f/go" }] }, async ({ event: { data } }) => {
      if (data.tenantId === "long") await sleep(1500);
    }),
  ];
  await withPair(functions, { inFlight: 5 }, async (pair) => {
    await pair.send(
      Array.from({ length: 12 }, () => ({ name: "f/go", data: { tenantId: "long" } })),
    );
    await sleep(200);
    const began = Date.now();
    await pair.ended(await pair.trigger("f/go", { tenantId: "short" }));
    expect(Date.now() - began).toBeLessThan(800);
  });
});
