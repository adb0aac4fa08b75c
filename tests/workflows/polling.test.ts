import { sql } from "kysely";
import { afterAll, beforeEach, describe, expect } from "vitest";
import { worker } from "@/lib/core/caller";
import { resetEnv } from "@/lib/core/env";
import { archiveWorkflow } from "@/lib/domain/workflows/archive";
import { getWorkflow } from "@/lib/domain/workflows/get";
import { pauseWorkflow, resumeWorkflow } from "@/lib/domain/workflows/pause";
import type { Fetch } from "@/lib/domain/workflows/polling/ask";
import { claimPolls } from "@/lib/domain/workflows/polling/claim";
import { pollOnce } from "@/lib/domain/workflows/polling/poll";
import { publishWorkflow } from "@/lib/domain/workflows/publish";
import { updateWorkflow } from "@/lib/domain/workflows/update";
import { asSystem } from "@/lib/infra/db/as-system";
import { safeFetch } from "@/lib/infra/outbound/safe-fetch";
import { publish } from "@/tests/runs/support/workflow";
import type { Actor } from "@/tests/support/actor";
import { type Captured, startCapture } from "@/tests/support/capture";
import { test as base } from "@/tests/support/test";

type Reply = { status?: number; headers?: Record<string, string>; body?: string; delayMs?: number };
let reply: (request: Captured, index: number) => Reply = () => ({});

const source = await startCapture((request, index) => reply(request, index));
afterAll(() => source.close());

const test = base.extend("asked", { auto: true }, ({ database: _ }) => {
  process.env.STEWARD_OUTBOUND_ALLOW = source.host;
  resetEnv();
  source.requests.length = 0;
  return source.requests;
});

beforeEach(() => {
  reply = () => ({});
});

const system = () => asSystem("tests act as the sweep and look at what it left");

const STEPS = [{ id: "keep", type: "transform", with: { value: "{{ trigger.item.id }}" } }];
const polling = (more: object = {}) => ({
  type: "polling",
  url: `${source.url}/orders`,
  every: "5m",
  items: "answer.body.orders",
  id: "item.id",
  ...more,
});

const orders = (...ids: unknown[]) => ({
  body: JSON.stringify({ orders: ids.map((id) => ({ id })) }),
});

const leaseOf = async (workflowId: string) => {
  const { rows } = await sql<{ lease: string | null }>`
    select lease from public.polls where workflow_id = ${workflowId}`.execute(system());
  return rows[0]?.lease ?? null;
};

const pollOf = async (workflowId: string) => {
  const { rows } = await sql<{
    cursor: unknown;
    failures: number;
    nextAt: Date;
    problem: { code: string; message: string } | null;
    resumeUrl: string | null;
  }>`select cursor, failures, next_at, problem, resume_url from public.polls
    where workflow_id = ${workflowId}`.execute(system());
  return rows[0];
};

type Clock = { now?: Date; fetch?: Fetch };

const claim = async (workflowId: string, now = new Date()) => {
  await claimPolls(system(), now);
  return leaseOf(workflowId);
};

/** Asks as the durable function does, for whoever holds the lease. */
const once = ({ tenantId }: Actor, workflowId: string, lease: string | null, given: Clock = {}) => {
  const { now = new Date(), fetch = safeFetch } = given;
  const caller = worker("workflows-poll", tenantId);
  return pollOnce(caller, { workflowId, lease: lease ?? "" }, { fetch, now: () => now });
};

/** Lets the next poll be due now, whatever was planned. */
const hurry = (workflowId: string) =>
  sql`update public.polls set next_at = now() - interval '1 second' where workflow_id = ${workflowId}`.execute(
    system(),
  );

const pollNow = async (tenant: Actor, workflowId: string, given: Clock = {}) => {
  await hurry(workflowId);
  return once(tenant, workflowId, await claim(workflowId), given);
};

const runsOf = async (workflowId: string) => {
  const { rows } = await sql<{ trigger: { item: { id: unknown } }; kind: string; ref: string }>`
    select trigger, trigger_kind as kind, trigger_ref as ref from public.runs
    where workflow_id = ${workflowId} order by id`.execute(system());
  return rows;
};
const itemsOf = async (workflowId: string) =>
  (await runsOf(workflowId)).map(({ trigger }) => trigger.item.id);

const open = ({ caller }: Actor, more: object = {}) => publish(caller, STEPS, polling(more));

describe("new items", () => {
  test("start one run each, and what was there at the start starts none", async ({ tenant }) => {
    const id = await open(tenant);
    reply = () => orders(1, 2);
    expect(await pollNow(tenant, id)).toEqual({ started: 0 });
    reply = () => orders(3, 2, 1, "4");
    expect(await pollNow(tenant, id)).toEqual({ started: 2 });
    expect(await pollNow(tenant, id)).toEqual({ started: 0 });
    const runs = await runsOf(id);
    expect(runs.map(({ kind, ref }) => [kind, ref])).toEqual([
      ["polling", "3"],
      ["polling", "4"],
    ]);
    const told = (await tenant.events()).filter(({ name }) => name === "workflows/run.requested");
    expect(told).toHaveLength(2);
  });

  test("from the beginning are all that are listed, each once though it is listed twice", async ({
    tenant,
  }) => {
    const id = await open(tenant, { startFrom: "beginning" });
    reply = () => orders(1, 2, 2, 1);
    expect(await pollNow(tenant, id)).toEqual({ started: 2 });
    expect(await itemsOf(id)).toEqual([1, 2]);
  });

  test("with ids beyond what a number holds stay different items", async ({ tenant }) => {
    const id = await open(tenant, { startFrom: "beginning" });
    reply = () => ({ body: '{"orders":[{"id":9007199254740993},{"id":9007199254740992}]}' });
    expect(await pollNow(tenant, id)).toEqual({ started: 2 });
    expect(await itemsOf(id)).toEqual(["9007199254740993", "9007199254740992"]);
  });

  test("by the thousand are taken in one statement", async ({ tenant }) => {
    const id = await open(tenant, { startFrom: "beginning" });
    reply = () => orders(...Array.from({ length: 3000 }, (_, n) => `o-${n}`));
    expect(await pollNow(tenant, id)).toEqual({ started: 3000 });
    expect(await pollNow(tenant, id)).toEqual({ started: 0 });
  });

  test("may hold what the database cannot, which is replaced", async ({ tenant }) => {
    const id = await open(tenant, { startFrom: "beginning" });
    reply = () => ({ body: '{"orders":[{"id":"a\\u0000b","note":"\\ud800"}]}' });
    expect(await pollNow(tenant, id)).toEqual({ started: 1 });
    expect(await itemsOf(id)).toEqual(["a\uFFFDb"]);
  });
});

describe("never twice and never lost", () => {
  test("ten sweeps at once give one lease, and only its holder is heard", async ({ tenant }) => {
    const id = await open(tenant, { startFrom: "beginning" });
    reply = () => orders(1);
    const now = new Date(Date.now() + 1000);
    await Promise.all(Array.from({ length: 10 }, () => claimPolls(system(), now)));
    const lease = await leaseOf(id);
    const answers = await Promise.all(Array.from({ length: 5 }, () => once(tenant, id, lease)));
    expect(answers.filter(({ started }) => started === 1)).toHaveLength(1);
    expect(await itemsOf(id)).toEqual([1]);
    const due = (await tenant.events()).filter(({ name }) => name === "workflows/poll.due");
    expect(due).toEqual([
      { name: "workflows/poll.due", data: { tenantId: tenant.tenantId, workflowId: id, lease } },
    ]);
  });

  test("who dies after the answer and before the commit is replaced, and starts nothing when it comes back", async ({
    tenant,
  }) => {
    const id = await open(tenant, { startFrom: "beginning" });
    reply = () => orders(1, 2);
    const first = await claim(id, new Date(Date.now() + 1000));
    const answered = Promise.withResolvers<void>();
    const wake = Promise.withResolvers<void>();
    const sleeper = once(tenant, id, first, {
      fetch: async (url, request) => {
        const answer = await safeFetch(url, request);
        answered.resolve();
        await wake.promise;
        return answer;
      },
    });
    await answered.promise;
    expect(await claim(id)).toBe(first);
    const second = await claim(id, new Date(Date.now() + 301_000));
    expect(second).not.toBe(first);
    expect(await once(tenant, id, second)).toEqual({ started: 2 });
    wake.resolve();
    expect(await sleeper).toEqual({});
    expect(await itemsOf(id)).toEqual([1, 2]);
  });

  test("a commit that fails half way leaves the poll where it was", async ({ tenant }) => {
    const id = await open(tenant, { startFrom: "beginning" });
    reply = () => orders(1, 2);
    await sql`create function public.refuse_run() returns trigger language plpgsql as $$
      begin raise exception 'no room' using errcode = '53100'; end $$`.execute(system());
    await sql`create trigger refuse_run before insert on public.runs for each row execute function public.refuse_run()`.execute(
      system(),
    );
    const lease = await claim(id, new Date(Date.now() + 1000));
    await expect(once(tenant, id, lease)).rejects.toThrow();
    await sql`drop trigger refuse_run on public.runs`.execute(system());
    expect(await once(tenant, id, lease)).toEqual({ started: 2 });
    expect(await itemsOf(id)).toEqual([1, 2]);
  });

  test("pausing stops it, and what appeared meanwhile starts when it is resumed", async ({
    tenant,
  }) => {
    const id = await open(tenant);
    reply = () => orders(1);
    await pollNow(tenant, id);
    await hurry(id);
    const lease = await claim(id);
    await pauseWorkflow(tenant.caller, id);
    reply = () => orders(1, 2);
    expect(await once(tenant, id, lease)).toEqual({});
    expect(await claim(id, new Date(Date.now() + 600_000))).toBe(lease);
    await resumeWorkflow(tenant.caller, id);
    const next = await claim(id, new Date(Date.now() + 600_000));
    expect(await once(tenant, id, next)).toEqual({ started: 1 });
    expect(await itemsOf(id)).toEqual([2]);
  });

  test("publishing again keeps what is known of the same source and begins anew with another", async ({
    tenant,
  }) => {
    const id = await open(tenant);
    reply = () => orders(1);
    await pollNow(tenant, id);
    const change = async (more: object) => {
      const { draft } = await getWorkflow(tenant.caller, id);
      await updateWorkflow(tenant.caller, id, { definition: { ...draft, trigger: polling(more) } });
      await publishWorkflow(tenant.caller, id, { note: "" });
    };
    await change({ every: "1m" });
    reply = () => orders(1, 2);
    expect(await pollNow(tenant, id)).toEqual({ started: 1 });
    await change({ url: `${source.url}/other` });
    expect(await pollNow(tenant, id)).toEqual({ started: 0 });
    await archiveWorkflow(tenant.caller, id);
    expect(await pollOf(id)).toBeUndefined();
  });
});

describe("a cursor", () => {
  test("goes into address, headers and body, made safe, and moves on with what was listed", async ({
    tenant,
    asked,
  }) => {
    const id = await open(tenant, {
      url: `${source.url}/orders?since={{ cursor }}`,
      method: "POST",
      headers: { "X-Since": "at {{ cursor }}" },
      body: { since: "{{ cursor }}", fixed: 1 },
      cursor: { value: "items[-1].at", initial: "2026-01-01&x=1" },
      startFrom: "beginning",
    });
    reply = () => ({
      body: JSON.stringify({
        orders: [
          { id: 1, at: "t1" },
          { id: 2, at: "t2" },
        ],
      }),
    });
    expect(await pollNow(tenant, id)).toEqual({ started: 2 });
    expect(asked[0]).toMatchObject({
      method: "POST",
      path: "/orders?since=2026-01-01%26x%3D1",
      headers: { "x-since": "at 2026-01-01&x=1", "content-type": "application/json" },
    });
    expect(JSON.parse(asked[0]?.body ?? "")).toEqual({ since: "2026-01-01&x=1", fixed: 1 });
    reply = () => orders();
    await pollNow(tenant, id);
    await pollNow(tenant, id);
    expect(asked.map(({ path }) => path).slice(1)).toEqual([
      "/orders?since=t2",
      "/orders?since=t2",
    ]);
    expect((await pollOf(id))?.cursor).toBe("t2");
  });
});

describe("pages", () => {
  const pageOf = ({ path }: Captured) =>
    Number(new URL(path, source.url).searchParams.get("page") ?? 1);

  test("are followed by the Link header or by an expression", async ({ tenant, asked }) => {
    const linked = await open(tenant, { startFrom: "beginning" });
    reply = (request) => {
      const page = pageOf(request);
      const link = `<${source.url}/orders?page=${page - 1}>; rel="prev", </orders?page=${page + 1}>; rel="next"`;
      return { ...orders(`a${page}`), headers: page < 4 ? { link } : {} };
    };
    expect(await pollNow(tenant, linked)).toEqual({ started: 4 });
    const named = await open(tenant, { startFrom: "beginning", next: "answer.body.next" });
    reply = (request) => {
      const page = pageOf(request);
      const next = page < 3 ? `/orders?page=${page + 1}` : null;
      return { body: JSON.stringify({ orders: [{ id: page }], next }) };
    };
    expect(await pollNow(tenant, named)).toEqual({ started: 3 });
    expect(asked.map(({ path }) => path).slice(-3)).toEqual([
      "/orders",
      "/orders?page=2",
      "/orders?page=3",
    ]);
  });

  test("beyond ten are left to the next poll, and the cursor stays until all were read", async ({
    tenant,
  }) => {
    const id = await open(tenant, {
      startFrom: "beginning",
      next: "answer.body.next",
      cursor: { value: "items[-1].id" },
    });
    reply = (request) => {
      const page = pageOf(request);
      const next = page < 25 ? `/orders?page=${page + 1}` : null;
      return { body: JSON.stringify({ orders: [{ id: page }], next }) };
    };
    expect(await pollNow(tenant, id)).toEqual({ started: 10 });
    const left = await pollOf(id);
    expect(left).toMatchObject({ cursor: null, resumeUrl: `${source.url}/orders?page=11` });
    expect(left?.nextAt.getTime()).toBeLessThanOrEqual(Date.now());
    expect(await pollNow(tenant, id)).toEqual({ started: 10 });
    expect(await pollNow(tenant, id)).toEqual({ started: 5 });
    expect(await pollOf(id)).toMatchObject({ cursor: 25, resumeUrl: null });
    expect(await itemsOf(id)).toEqual(Array.from({ length: 25 }, (_, n) => n + 1));
  });

  test("that go round in a circle or to another host end", async ({ tenant }) => {
    const id = await open(tenant, { startFrom: "beginning", next: "answer.body.next" });
    reply = () => ({ body: '{"orders":[{"id":1}],"next":"/orders"}' });
    expect(await pollNow(tenant, id)).toEqual({ started: 1 });
    reply = () => ({ body: '{"orders":[{"id":2}],"next":"http://evil.example/orders"}' });
    expect(await pollNow(tenant, id)).toEqual({ problem: "forbidden" });
    expect(await itemsOf(id)).toEqual([1]);
  });
});

describe("a source that does harm", () => {
  const impatient: Fetch = (url, request) => safeFetch(url, { ...request, timeoutMs: 300 });

  const cases: [string, Reply, string, Fetch?][] = [
    ["is too large", { body: `{"orders":["${"x".repeat(3_000_000)}"]}` }, "too_large"],
    ["is slow", { ...orders(1), delayMs: 5000 }, "timeout", impatient],
    [
      "leads into a private network",
      { status: 302, headers: { location: "https://10.0.0.1/" } },
      "forbidden",
    ],
    [
      "leads to metadata",
      { status: 307, headers: { location: "http://169.254.169.254/latest" } },
      "forbidden",
    ],
    ["is no JSON", { body: "<html>" }, "unavailable"],
    ["is half JSON", { body: '{"orders":[{"id":1}' }, "unavailable"],
    [
      "is nested without end",
      { body: `{"orders":${"[".repeat(9000)}${"]".repeat(9000)}}` },
      "unavailable",
    ],
    ["is no list", { body: '{"orders":{"id":1}}' }, "invalid_input"],
    ["names an item by nothing", { body: '{"orders":[{"id":1},{"name":"x"}]}' }, "invalid_input"],
    [
      "lists too much",
      { body: `{"orders":[${Array(5001).fill('{"id":1}').join(",")}]}` },
      "too_large",
    ],
    [
      "holds an item that is too large",
      { body: `{"orders":[{"id":1,"x":"${"y".repeat(300_000)}"}]}` },
      "too_large",
    ],
    ["refuses", { status: 404, body: "{}" }, "unavailable"],
    ["breaks", { status: 500, body: "{}" }, "unavailable"],
  ];

  for (const [what, answer, code, fetch] of cases)
    test(`and ${what} starts nothing, is told on the workflow, and is asked again later`, async ({
      tenant,
    }) => {
      const id = await open(tenant, { startFrom: "beginning" });
      reply = () => answer;
      const before = Date.now();
      expect(await pollNow(tenant, id, fetch ? { fetch } : {})).toEqual({ problem: code });
      expect(await runsOf(id)).toEqual([]);
      const { triggers } = await getWorkflow(tenant.caller, id);
      expect(triggers).toMatchObject([{ type: "polling", live: false, problem: { code } }]);
      const poll = await pollOf(id);
      expect(poll?.failures).toBe(1);
      expect(poll?.nextAt.getTime()).toBeGreaterThanOrEqual(before + 300_000);
      reply = () => orders(1);
      expect(await pollNow(tenant, id)).toEqual({ started: 1 });
      expect(await pollOf(id)).toMatchObject({ failures: 0, problem: null });
    });

  test("is asked less and less often, and one that says how long is left alone that long", async ({
    tenant,
  }) => {
    const id = await open(tenant, { startFrom: "beginning" });
    const now = new Date(Date.now() + 60_000);
    const waits: number[] = [];
    const wait = async () => {
      await pollNow(tenant, id, { now });
      waits.push(Math.round((((await pollOf(id))?.nextAt.getTime() ?? 0) - now.getTime()) / 1000));
    };
    reply = () => ({ status: 500 });
    for (let n = 0; n < 3; n++) await wait();
    reply = () => ({ status: 429, headers: { "retry-after": "7200" } });
    await wait();
    const date = new Date(now.getTime() + 9_000_000);
    reply = () => ({ status: 503, headers: { "retry-after": date.toUTCString() } });
    await wait();
    reply = () => ({ status: 429, headers: { "retry-after": "99999999" } });
    await wait();
    expect(waits.slice(0, 4)).toEqual([300, 600, 1200, 7200]);
    expect(Math.abs((waits[4] ?? 0) - 9000)).toBeLessThan(2);
    expect(waits[5]).toBe(86_400);
    expect((await pollOf(id))?.problem?.code).toBe("rate_limited");
  });
});
