import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { throwAwayPostgres } from "./support/database.ts";
import { keys, type Pair, sleep, startPair } from "./support/harness.ts";

let postgres: Awaited<ReturnType<typeof throwAwayPostgres>>;
let pair: Pair;
const bodies: string[] = [];
let broken = true;

beforeAll(async () => {
  postgres = await throwAwayPostgres();
  pair = await startPair(
    await postgres.database(),
    (client) => [
      client.createFunction({ id: "long", triggers: [{ event: "api/long" }] }, async ({ step }) => {
        await step.sleep("nap", "60s");
      }),
      client.createFunction(
        { id: "three", retries: 0, triggers: [{ event: "api/three" }] },
        async ({ step, event: { data } }) => {
          const a = await step.run("first", () => bodies.push(`first ${data.n}`));
          await step.run("second", () => {
            bodies.push(`second ${data.n}`);
            if (broken) throw new Error("broken");
          });
          return a;
        },
      ),
      client.createFunction({ id: "paused", triggers: [{ event: "api/paused" }] }, () =>
        bodies.push("paused ran"),
      ),
      client.createFunction({ id: "tick", triggers: [{ cron: "* * * * *" }] }, () =>
        bodies.push("tick"),
      ),
    ],
    { retentionMs: 3_600_000 },
  );
}, 30_000);
afterAll(async () => {
  await pair.stop();
  await postgres.stop();
});

const many = (name: string, tenantId: string, count: number) =>
  pair.send(Array.from({ length: count }, (_, n) => ({ name, data: { tenantId, n } })));
const status = async (ids: string[]) =>
  Promise.all(ids.map(async (id) => (await pair.runsOf(id))[0]?.status ?? "none"));

describe("bulk cancellation", () => {
  test("89: by tenant it ends that tenant's runs and no other's", async () => {
    const ours = (await many("api/long", "t-gone", 20)).body.ids;
    const theirs = (await many("api/long", "t-stays", 3)).body.ids;
    await pair.parked(...ours, ...theirs);
    const { body } = await pair.api("POST", "/api/cancellations", { tenant: "t-gone" });
    expect(body.cancelled).toBe(20);
    expect(new Set(await status(ours))).toEqual(new Set(["Cancelled"]));
    expect(new Set(await status(theirs))).toEqual(new Set(["Running"]));
  });

  test("by function, time and condition, and it stays in force until its end", async () => {
    const rule = {
      function_id: "app-long",
      started_before: new Date(Date.now() + 60_000).toISOString(),
      if: "event.data.n >= 2 && event.data.tenantId == 't-rule'",
    };
    const first = (await many("api/long", "t-rule", 4)).body.ids;
    const made = await pair.call("POST", "/v1/cancellations", rule);
    expect(made.status).toBe(201);
    const later = (await many("api/long", "t-rule", 4)).body.ids;
    await pair.parked(...first.slice(0, 2), ...later.slice(0, 2));
    const expected = ["Running", "Running", "Cancelled", "Cancelled"];
    expect(await status(first)).toEqual(expected);
    expect(await status(later)).toEqual(expected);
    const list = await pair.call("GET", "/v1/cancellations");
    expect(list.body.data).toHaveLength(1);
    expect((await pair.call("DELETE", `/v1/cancellations/${made.body.data.id}`)).status).toBe(204);
    const after = (await many("api/long", "t-rule", 3)).body.ids;
    await pair.parked(...after);
    expect(new Set(await status(after))).toEqual(new Set(["Running"]));
    expect((await pair.call("POST", "/v1/cancellations", { if: "event. ==" })).status).toBe(400);
    expect((await pair.call("POST", "/v1/cancellations", {})).status).toBe(400);
  });
});

describe("replay", () => {
  test("90: a rerun from a step keeps what was before it", async () => {
    const id = await pair.trigger("api/three", { n: 1 });
    const failed = await pair.ended(id);
    expect(failed.status).toBe("Failed");
    broken = false;
    const rerun = await pair.api("POST", `/api/runs/${failed.run_id}/rerun`, {
      fromStep: "second",
    });
    expect(rerun.status).toBe(201);
    await expect.poll(async () => (await pair.run(rerun.body.id)).status).toBe("Completed");
    expect(bodies.filter((one) => one === "first 1")).toHaveLength(1);
    expect(bodies.filter((one) => one === "second 1")).toHaveLength(2);
    const replayed = await pair.api("POST", `/api/runs/${failed.run_id}/replay`);
    await expect.poll(async () => (await pair.run(replayed.body.id)).status).toBe("Completed");
    expect(bodies.filter((one) => one === "first 1")).toHaveLength(2);
    const detail = await pair.api("GET", `/api/runs/${replayed.body.id}`);
    expect(detail.body).toMatchObject({
      replayOf: failed.run_id,
      steps: [{ name: "first" }, { name: "second" }],
    });
    expect(
      (await pair.api("POST", `/api/runs/${failed.run_id}/rerun`, { fromStep: "none" })).status,
    ).toBe(409);
    broken = true;
  });

  test("the failed runs of a function can be replayed together", async () => {
    const { body } = await many("api/three", "t-replay", 3);
    for (const id of body.ids) await pair.ended(id);
    broken = false;
    const from = new Date(Date.now() - 60_000).toISOString();
    const made = await pair.api("POST", "/api/replays", {
      fn: "app-three",
      status: "Failed",
      from,
    });
    expect(made.body.data.length).toBeGreaterThanOrEqual(3);
    for (const id of made.body.data) {
      await expect.poll(async () => (await pair.run(id)).status).toBe("Completed");
    }
    broken = true;
  });
});

test("a run's page shows its steps, its failed tries, what it waits for and how it ended", async () => {
  const failed = await pair.ended(await pair.trigger("api/three", { n: 9 }));
  const { body } = await pair.api("GET", `/api/runs/${failed.run_id}`);
  expect(body).toMatchObject({
    fn: "app-three",
    status: "Failed",
    steps: [
      { name: "first", data: expect.any(Number) },
      { name: "second", error: { message: "broken" } },
    ],
    output: { message: expect.stringContaining("broken") },
  });
  const id = await pair.trigger("api/long", { n: 1 });
  await pair.parked(id);
  const [run] = await pair.runsOf(id);
  const page = await pair.api("GET", `/api/runs/${run?.run_id}`);
  expect(page.body.waits).toMatchObject([{ kind: "sleep", name: "nap" }]);
  expect((await pair.api("POST", `/api/runs/${run?.run_id}/cancel`)).body).toEqual({
    cancelled: true,
  });
  expect((await pair.api("POST", `/api/runs/${run?.run_id}/cancel`)).body).toEqual({
    cancelled: false,
  });
  expect((await pair.api("GET", "/api/runs/none")).status).toBe(404);
});

test("lists are narrowed and paged", async () => {
  await many("api/long", "t-pages", 5);
  await sleep(100);
  const seen: string[] = [];
  let cursor = "";
  for (let i = 0; i < 3; i++) {
    const { body } = await pair.api("GET", `/api/runs?tenant=t-pages&limit=2${cursor}`);
    seen.push(...body.data.map((run: { id: string }) => run.id));
    cursor = `&cursor=${body.nextCursor}`;
  }
  expect(new Set(seen).size).toBe(5);
  const events = await pair.api("GET", "/api/events?tenant=t-pages&name=api/long");
  expect(events.body.data).toHaveLength(5);
  expect((await pair.api("GET", "/api/runs?limit=0")).status).toBe(400);
});

test("a paused function keeps its new runs, also across a restart, and starts them when resumed", async () => {
  expect((await pair.api("POST", "/api/functions/app-paused/pause")).body.pausedAt).toEqual(
    expect.any(String),
  );
  const first = await pair.trigger("api/paused");
  await sleep(200);
  await pair.restart();
  await sleep(300);
  expect(await status([first])).toEqual(["Scheduled"]);
  expect(bodies).not.toContain("paused ran");
  await pair.api("POST", "/api/functions/app-paused/resume");
  expect(await pair.ended(first)).toMatchObject({ status: "Completed" });
});

test("erasing a tenant leaves nothing of it and everything of others", async () => {
  await many("api/long", "t-erased", 4);
  const ended = await many("api/three", "t-erased", 2);
  for (const id of ended.body.ids) await pair.ended(id);
  await many("api/long", "t-kept", 2);
  const { body } = await pair.api("DELETE", "/api/tenants/t-erased/data");
  expect(body).toMatchObject({ runs: 6 });
  expect((await pair.api("GET", "/api/runs?tenant=t-erased")).body.data).toEqual([]);
  expect((await pair.api("GET", "/api/events?tenant=t-erased")).body.data).toEqual([]);
  expect((await pair.api("GET", "/api/runs?tenant=t-kept")).body.data).toHaveLength(2);
});

test("queue and metrics tell what goes on", async () => {
  const queue = await pair.api("GET", "/api/queue");
  expect(queue.body).toMatchObject({
    queued: expect.any(Number),
    runs: expect.any(Number),
    lanes: [],
  });
  const response = await fetch(`${pair.engineUrl()}/metrics`, {
    headers: { authorization: `Bearer ${keys.token}` },
  });
  const text = await response.text();
  expect(text).toMatch(/^steward_engine_events_total \d+$/m);
  for (const name of ["queue", "request", "app", "commit"])
    expect(text).toMatch(new RegExp(`^steward_engine_${name}_seconds_total [\\d.]+$`, "m"));
  expect(text).toMatch(/^steward_engine_in_flight_limit \d+$/m);
  expect(text).toMatch(/^steward_engine_runs_ended_total\{status="Completed"\} \d+$/m);
});

test("a function is started by hand, with its data and no event of the outside", async () => {
  const made = await pair.call("POST", "/invoke/app-three", { data: { n: 7, tenantId: "t-hand" } });
  expect(made.status).toBe(200);
  const run = await pair.api("GET", `/api/runs/${made.body.run_id}`);
  expect(run.body).toMatchObject({ fn: "app-three", tenant: "t-hand", parent: null });
  await expect.poll(() => bodies).toContain("first 7");
  expect((await pair.call("POST", "/invoke/app-none", {})).status).toBe(404);
  expect((await pair.call("POST", "/invoke/app-three", { data: 1 })).status).toBe(400);
  expect((await pair.call("POST", "/invoke/app-three", {}, "wrong")).status).toBe(401);
});

test("what is not offered is refused in words, and the operator sees who asked for it", async () => {
  const asked = [
    ["POST", "/v0/connect/start", 501],
    ["POST", "/v0/connect/start", 501],
    ["GET", "/v1/realtime/connect", 501],
    ["POST", "/v1/checkpoint", 501],
    ["POST", "/v1/traces/userland", 200],
  ] as const;
  for (const [method, path, expected] of asked)
    expect((await pair.call(method, path)).status).toBe(expected);
  const { body } = await pair.api("GET", "/api/notices");
  expect(body.data).toContainEqual({
    message: expect.stringMatching(/^connect .* serve the functions over HTTP$/),
    count: 2,
    at: expect.any(String),
  });
  expect((await pair.call("GET", "/api/notices")).status).toBe(401);
});

test("events and what they started are read back by id", async () => {
  const id = await pair.trigger("api/three", { n: 3 }, { id: "own-id-3" });
  const event = await pair.call("GET", `/v1/events/${id}`);
  expect(event.body.data).toMatchObject({ internal_id: id, id: "own-id-3", name: "api/three" });
  await pair.ended(id);
  expect(await pair.runsOf("own-id-3")).toMatchObject([{ event_id: id, function_id: "app-three" }]);
  expect((await pair.call("GET", "/v1/events/none")).status).toBe(404);
});
