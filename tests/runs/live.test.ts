import { setTimeout as pause } from "node:timers/promises";
import { sql } from "kysely";
import { expect } from "vitest";
import { GET as STREAM } from "@/app/api/v1/runs/[id]/stream/route";
import { GET as CHANGES } from "@/app/api/v1/runs/changes/route";
import { cancelRun } from "@/lib/domain/runs/cancel";
import { followRun } from "@/lib/domain/runs/live/follow";
import { readFrame } from "@/lib/domain/runs/live/frame";
import { createHub } from "@/lib/domain/runs/live/hub";
import type { LiveEvent } from "@/lib/domain/runs/live/schema";
import { asSystem } from "@/lib/infra/db/as-system";
import { endRun } from "@/tests/dead-letters/support/failed";
import { start } from "@/tests/runs/support/workflow";
import type { Actor } from "@/tests/support/actor";
import { params, test } from "@/tests/support/test";

const STEPS = [{ id: "tell", type: "http.request", with: { url: "https://a.example.com/" } }];
const system = () => asSystem("tests act as the interpreter");

type Read = {
  event: string;
  id: string;
  data: { run?: { status: string }; steps?: { id: string; status: string }[]; status?: string };
};

const parse = (block: string): Read | undefined => {
  const lines = new Map(
    block
      .split("\n")
      .map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]),
  );
  const event = lines.get("event");
  return event
    ? { event, id: lines.get("id") ?? "", data: JSON.parse(lines.get("data") ?? "") }
    : undefined;
};

/** Opens the stream as a browser would; `next` resolves with the next event, undefined at the end. */
const open = async (
  actor: Actor,
  id: string,
  headers: Record<string, string> = {},
  signal?: AbortSignal,
) => {
  const request = new Request(
    actor.request("GET", undefined, { headers }),
    signal ? { signal } : {},
  );
  const response = await STREAM(request, params({ id }));
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = "";
  const next = async (): Promise<Read | undefined> => {
    for (;;) {
      const end = buffer.indexOf("\n\n");
      if (end >= 0) {
        const event = parse(buffer.slice(0, end));
        buffer = buffer.slice(end + 2);
        if (event) return event;
      } else {
        const chunk = await reader?.read();
        if (!chunk || chunk.done) return undefined;
        buffer += chunk.value;
      }
    }
  };
  return { response, next, close: () => reader?.cancel() };
};

/** The step as the interpreter leaves it. */
const stepIs = async (actor: Actor, runId: string, status: "running" | "succeeded") => {
  await sql`insert into public.run_steps as s (tenant_id, run_id, step_id, position, type, status, started_at)
    values (${actor.tenantId}, ${runId}, 'tell', 0, 'http.request', ${status}, now())
    on conflict (tenant_id, run_id, step_id) do update set status = excluded.status, ended_at = now()`.execute(
    system(),
  );
};

const claim = (actor: Actor, runId: string) => stepIs(actor, runId, "running");
const record = (actor: Actor, runId: string) => stepIs(actor, runId, "succeeded");

test("a reader sees the run as it is, each change, and the end, and is told to stay away afterwards", async ({
  tenant,
}) => {
  const runId = await start(tenant.caller, STEPS);
  const { response, next } = await open(tenant, runId);
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  expect(response.headers.get("cache-control")).toContain("no-transform");
  expect(await next()).toMatchObject({
    event: "snapshot",
    data: { run: { status: "queued" }, steps: [] },
  });
  await claim(tenant, runId);
  expect(await next()).toMatchObject({
    event: "change",
    data: { steps: [{ id: "tell", status: "running" }] },
  });
  await record(tenant, runId);
  expect(await next()).toMatchObject({
    event: "change",
    data: { steps: [{ id: "tell", status: "succeeded" }] },
  });
  await endRun(runId, "succeeded");
  expect(await next()).toMatchObject({
    event: "change",
    data: { run: { status: "succeeded" }, steps: [] },
  });
  const end = await next();
  expect(end).toMatchObject({ event: "end", data: { status: "succeeded" } });
  expect(await next()).toBeUndefined();
  const again = await open(tenant, runId, { "last-event-id": end?.id ?? "" });
  expect(again.response.status).toBe(204);
  const late = await open(tenant, runId);
  expect(await late.next()).toMatchObject({
    event: "snapshot",
    data: { run: { status: "succeeded" } },
  });
  expect(await late.next()).toMatchObject({ event: "end" });
});

test("who comes back with the last id gets no second snapshot, and one with an old id gets the newest", async ({
  tenant,
}) => {
  const runId = await start(tenant.caller, STEPS);
  const first = await open(tenant, runId);
  const seen = await first.next();
  await first.close();
  const back = await open(tenant, runId, { "last-event-id": seen?.id ?? "" });
  await claim(tenant, runId);
  expect(await back.next()).toMatchObject({
    event: "change",
    data: { steps: [{ status: "running" }] },
  });
  await back.close();
  const late = await open(tenant, runId, { "last-event-id": seen?.id ?? "" });
  expect(await late.next()).toMatchObject({
    event: "snapshot",
    data: { steps: [{ status: "running" }] },
  });
  await late.close();
});

test("a stranger and somebody without the scope hear nothing of a run", async ({
  tenant,
  rival,
}) => {
  const runId = await start(tenant.caller, STEPS);
  expect((await open(rival, runId)).response.status).toBe(404);
  const key = await tenant.key(["workflows:read"]);
  expect((await STREAM(key.request("GET"), params({ id: runId }))).status).toBe(403);
  expect((await STREAM(new Request("http://127.0.0.1:3000/"), params({ id: runId }))).status).toBe(
    401,
  );
});

test("fifty readers cost the looks of one, and the last to go ends them", async ({ tenant }) => {
  const runId = await start(tenant.caller, STEPS);
  let looks = 0;
  const hub = createHub((caller, id) => {
    looks += 1;
    return readFrame(caller, id);
  });
  const gone = Array.from({ length: 50 }, () => new AbortController());
  const told: LiveEvent[][] = gone.map(() => []);
  const readers = gone.map(async ({ signal }, i) => {
    const events = await followRun(tenant.caller, runId, { signal, hub });
    for await (const event of events ?? []) told[i]?.push(event);
  });
  await expect
    .poll(() => told.every((events) => events.length === 1), { timeout: 15_000 })
    .toBe(true);
  expect(hub.size()).toBe(1);
  looks = 0;
  const began = Date.now();
  await pause(1500);
  expect(looks).toBeLessThanOrEqual((Date.now() - began) / 300 + 1);
  await claim(tenant, runId);
  await expect
    .poll(() => told.every((events) => events.length === 2), { timeout: 15_000 })
    .toBe(true);
  for (const controller of gone) controller.abort();
  await Promise.all(readers);
  expect(hub.size()).toBe(0);
  const after = looks;
  await pause(1000);
  expect(looks).toBe(after);
});

test("a line that stays silent beats, and says when to come back", async ({ tenant }) => {
  const runId = await start(tenant.caller, STEPS);
  const options = {
    signal: new AbortController().signal,
    hub: createHub(),
    beatMs: 50,
    lifeMs: 400,
  };
  const told: string[] = [];
  for await (const { event } of (await followRun(tenant.caller, runId, options)) ?? [])
    told.push(event);
  expect(told[0]).toBe("snapshot");
  expect(told.at(-1)).toBe("reconnect");
  expect(told.filter((event) => event === "beat").length).toBeGreaterThan(1);
});

test("a reader that goes away frees what it held at once", async ({ tenant }) => {
  const runId = await start(tenant.caller, STEPS);
  const hub = createHub();
  const gone = new AbortController();
  const events = await followRun(tenant.caller, runId, { signal: gone.signal, hub });
  await events?.next();
  const waiting = events?.next();
  expect(hub.size()).toBe(1);
  gone.abort();
  expect((await waiting)?.done).toBe(true);
  expect(hub.size()).toBe(0);
});

test("the database being away for a moment ends no reader's line", async ({ tenant }) => {
  const runId = await start(tenant.caller, STEPS);
  let isAway = false;
  const hub = createHub((caller, id) =>
    isAway ? Promise.reject(new Error("away")) : readFrame(caller, id),
  );
  const gone = new AbortController();
  const events = await followRun(tenant.caller, runId, { signal: gone.signal, hub });
  await events?.next();
  const change = events?.next();
  isAway = true;
  await pause(700);
  await claim(tenant, runId);
  isAway = false;
  expect((await change)?.value).toMatchObject({ event: "change" });
  gone.abort();
});

test("a list hears of new runs that pass its filter and of those it shows", async ({
  tenant,
  rival,
}) => {
  const first = await start(tenant.caller, STEPS);
  const ask = async (query: string, actor = tenant) => {
    const response = await CHANGES(actor.request("GET", undefined, { query }), params());
    return { status: response.status, body: await response.json() };
  };
  expect((await ask(`since=${first}`)).body).toEqual({
    fresh: 0,
    isMore: false,
    newest: null,
    runs: [],
  });
  const second = await start(tenant.caller, STEPS);
  await cancelRun(tenant.caller, first);
  const { body } = await ask(`since=${first}&ids=${first},${second}`);
  expect(body).toMatchObject({ fresh: 1, newest: second });
  expect(body.runs.map(({ status }: { status: string }) => status).sort()).toEqual([
    "cancelled",
    "queued",
  ]);
  expect((await ask(`since=${first}&status=failed`)).body.fresh).toBe(0);
  expect((await ask(`since=${first}&ids=${second}`, rival)).body).toMatchObject({
    fresh: 0,
    runs: [],
  });
  for (const query of ["", "since=x", `since=${first}&ids=x`, `since=${first}&cursor=x`])
    expect((await ask(query)).status).toBe(422);
});
