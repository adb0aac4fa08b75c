import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { http } from "msw";
import { afterAll, describe, expect } from "vitest";
import { POST as HOOK } from "@/app/api/hooks/[hook]/route";
import { POST as PROBE } from "@/app/api/v1/workflows/[id]/probe/route";
import { GET as READ } from "@/app/api/v1/workflows/[id]/route";
import { GET as LIST } from "@/app/api/v1/workflows/route";
import { worker } from "@/lib/core/caller";
import { resetEnv } from "@/lib/core/env";
import { probeHook } from "@/lib/domain/inbound/probe/probe-hook";
import { PROBE_HEADER, probeToken } from "@/lib/domain/inbound/probe/token";
import { addSecret } from "@/lib/domain/inbound/secrets";
import { archiveWorkflow } from "@/lib/domain/workflows/archive";
import { createWorkflow } from "@/lib/domain/workflows/create";
import { getWorkflow } from "@/lib/domain/workflows/get";
import { pauseWorkflow } from "@/lib/domain/workflows/pause";
import { publishWorkflow } from "@/lib/domain/workflows/publish";
import { claimProbes } from "@/lib/domain/workflows/triggers/claim-probes";
import { probeTriggers } from "@/lib/domain/workflows/triggers/probe";
import { startDue } from "@/lib/domain/workflows/triggers/start-due";
import { asSystem } from "@/lib/infra/db/as-system";
import { safeFetch } from "@/lib/infra/outbound/safe-fetch";
import { countRows, newHook, post } from "@/tests/inbound/hook";
import { publish } from "@/tests/runs/support/workflow";
import type { Actor } from "@/tests/support/actor";
import { startCapture } from "@/tests/support/capture";
import { test as base, params } from "@/tests/support/test";
import { vendors } from "@/tests/support/vendors";

const source = await startCapture(() => ({ body: "[]" }));
afterAll(() => source.close());

const test = base.extend("ready", { auto: true }, ({ database: _ }) => {
  process.env.STEWARD_OUTBOUND_ALLOW = source.host;
  resetEnv();
  // The app's own address, answered by its own route.
  vendors.use(
    http.post("http://127.0.0.1:3000/api/hooks/:hook", ({ request, params: { hook } }) =>
      HOOK(request, params({ hook: String(hook) })),
    ),
  );
});

const system = () => asSystem("tests break what a probe should notice");
const STEPS = [{ id: "a", type: "condition", with: { if: "true" } }];
const WEBHOOK = { type: "webhook", provider: "shopify" };

/** Probes as the durable function does. */
const probe = ({ tenantId }: Actor, id: string) =>
  probeTriggers(worker("workflows-probe-trigger", tenantId), id, { fetch: safeFetch, probeHook });

const open = ({ caller }: Actor, trigger: object) => publish(caller, STEPS, trigger);

const openHook = async (tenant: Actor) => {
  const id = await open(tenant, WEBHOOK);
  const hookId = (await getWorkflow(tenant.caller, id)).hook?.id ?? "";
  return { id, hookId };
};

describe("a published workflow", () => {
  test("is not called live before its trigger was looked at, and is after", async ({ tenant }) => {
    const id = await open(tenant, { type: "manual" });
    const [before] = (await getWorkflow(tenant.caller, id)).triggers;
    expect(before).toMatchObject({ type: "manual", live: null, problem: null, probedAt: null });
    const told = (await tenant.events()).filter(({ name }) => name === "workflows/trigger.changed");
    expect(told.map(({ data }) => data)).toEqual([
      expect.objectContaining({ tenantId: tenant.tenantId, workflowId: id }),
    ]);
    expect(await probe(tenant, id)).toMatchObject([
      { type: "manual", live: true, problem: null, probedAt: expect.any(String) },
    ]);
    await publishWorkflow(tenant.caller, id, { note: "again" });
    expect((await getWorkflow(tenant.caller, id)).triggers).toMatchObject([{ live: null }]);
  });

  test("has no trigger to tell of as a draft, and a paused or archived one says why it is still", async ({
    tenant,
  }) => {
    const { id: draft } = await createWorkflow(tenant.caller, { definition: { name: "x" } });
    expect((await getWorkflow(tenant.caller, draft)).triggers).toEqual([]);
    const id = await open(tenant, { type: "manual" });
    await probe(tenant, id);
    await pauseWorkflow(tenant.caller, id);
    expect((await probe(tenant, id))[0]).toMatchObject({
      live: false,
      problem: { code: "paused" },
    });
    await archiveWorkflow(tenant.caller, id);
    expect((await getWorkflow(tenant.caller, id)).triggers).toMatchObject([
      { live: false, problem: { code: "archived" } },
    ]);
  });

  test("is looked at again after an hour, after ten minutes when something was wrong, and by one sweep only", async ({
    tenant,
  }) => {
    const good = await open(tenant, { type: "manual" });
    const bad = (await openHook(tenant)).id;
    for (const id of [good, bad]) await probe(tenant, id);
    const due = async (minutes: number) => {
      const at = new Date(Date.now() + minutes * 60_000);
      const before = (await tenant.events()).length;
      await Promise.all([1, 2, 3].map(() => claimProbes(system(), at)));
      return (await tenant.events()).slice(before).map(({ data }) => data.workflowId);
    };
    expect(await due(9)).toEqual([]);
    expect(await due(11)).toEqual([bad]);
    expect((await due(62)).sort()).toEqual([good, bad].sort());
  });
});

describe("a webhook", () => {
  test("without a secret is not live, with one it is, and the probe leaves nothing behind", async ({
    tenant,
  }) => {
    const { id, hookId } = await openHook(tenant);
    expect(await probe(tenant, id)).toMatchObject([
      { live: false, problem: { code: "no_secret" } },
    ]);
    await addSecret(tenant.caller, hookId, { overlapHours: 24 });
    expect(await probe(tenant, id)).toMatchObject([{ type: "webhook", live: true, problem: null }]);
    expect(await countRows(hookId)).toEqual([0, 0, 0]);
  });

  test("for every scheme answers a probe signed as its sender signs", async ({ tenant }) => {
    for (const [provider, scheme] of [
      ["shopify", "shopify"],
      ["stripe", "stripe"],
      ["generic", "standard"],
      ["generic", "hmac"],
      ["generic", "none"],
    ] as const) {
      const { hookId, workflowId } = await newHook(tenant, { provider, scheme });
      expect(await probeHook(hookId), scheme).toBeNull();
      expect(await countRows(hookId)).toEqual([0, 0, 0]);
      await sql`update public.workflows set status = 'paused' where id = ${workflowId}`.execute(
        system(),
      );
      expect(await probeHook(hookId), scheme).toMatchObject({ code: "refused" });
    }
  });

  test("that was switched off, is gone or answers elsewhere says so", async ({ tenant }) => {
    const { hookId } = await newHook(tenant);
    await sql`update public.hooks set enabled = false where id = ${hookId}`.execute(system());
    expect(await probeHook(hookId)).toMatchObject({ code: "refused", message: /switched off/ });
    expect(await probeHook(randomUUID())).toMatchObject({ code: "no_hook" });
    const answers: [() => Promise<Response>, string][] = [
      [async () => Response.json({ hello: 1 }, { status: 202 }), "not_ours"],
      [async () => new Response("gone", { status: 404 }), "refused"],
      [() => Promise.reject(new TypeError("fetch failed")), "unreachable"],
    ];
    for (const [answer, code] of answers)
      expect(await probeHook(hookId, { post: answer as typeof fetch })).toMatchObject({ code });
  });

  test("takes a made-up, an old or another hook's probe for a delivery like any other", async ({
    tenant,
  }) => {
    const { hookId, secret } = await newHook(tenant);
    const other = await newHook(tenant);
    const tokens = [
      "1.x",
      "",
      probeToken(hookId, Date.now() - 120_000),
      probeToken(other.hookId, Date.now()),
    ];
    for (const token of tokens)
      expect(
        (await post(hookId, "{}", { secret, headers: { [PROBE_HEADER]: token } })).status,
      ).toBe(202);
    expect(await countRows(hookId)).toEqual([4, 4, 4]);
    const forged = { secret: "wrong", headers: { [PROBE_HEADER]: probeToken(hookId, Date.now()) } };
    expect((await post(hookId, "{}", forged)).status).toBe(401);
  });
});

describe("other triggers", () => {
  test("are live while they are registered, and say what is missing when they are not", async ({
    tenant,
  }) => {
    const followed = await open(tenant, { type: "manual" });
    const polling = {
      type: "polling",
      url: `${source.url}/x`,
      items: "answer.body",
      id: "item.id",
    };
    const cases: [object, string][] = [
      [{ type: "schedule", cron: "0 9 * * *" }, "schedules"],
      [{ type: "event", name: "order.paid" }, "subscriptions"],
      [polling, "polls"],
      [{ type: "workflow", workflowId: followed }, "followers"],
    ];
    for (const [trigger, table] of cases) {
      const id = await open(tenant, trigger);
      expect(await probe(tenant, id), table).toMatchObject([{ live: true, problem: null }]);
      await sql`delete from ${sql.table(`public.${table}`)} where workflow_id = ${id}`.execute(
        system(),
      );
      expect(await probe(tenant, id), table).toMatchObject([
        { live: false, problem: { code: "not_registered" } },
      ]);
    }
  });

  test("say when a schedule is overdue, a source does not answer or what is followed cannot run", async ({
    tenant,
  }) => {
    const schedule = await open(tenant, { type: "schedule", cron: "0 9 * * *" });
    await sql`update public.schedules set next_at = now() - interval '1 hour' where workflow_id = ${schedule}`.execute(
      system(),
    );
    expect(await probe(tenant, schedule)).toMatchObject([{ problem: { code: "overdue" } }]);
    const polling = await open(tenant, {
      type: "polling",
      url: "https://10.1.2.3/x",
      items: "answer.body",
      id: "item.id",
    });
    expect(await probe(tenant, polling)).toMatchObject([
      { live: false, problem: { code: "forbidden" } },
    ]);
    const { id: draft } = await createWorkflow(tenant.caller, { definition: { name: "x" } });
    const follower = await open(tenant, { type: "workflow", workflowId: draft });
    expect(await probe(tenant, follower)).toMatchObject([{ problem: { code: "source_not_live" } }]);
    await archiveWorkflow(tenant.caller, draft);
    expect(await probe(tenant, follower)).toMatchObject([{ problem: { code: "source_archived" } }]);
  });
});

describe("a trigger that a probe found broken", () => {
  const states = async ({ caller }: Actor, id: string) =>
    (await getWorkflow(caller, id)).triggers[0];

  test("works again with the first accepted delivery, and not with a refused one", async ({
    tenant,
  }) => {
    const { workflowId, hookId, secret } = await newHook(tenant);
    const change = (set: Record<string, unknown>) =>
      system()
        .updateTable("workflowVersions")
        .set(set)
        .where("workflowId", "=", workflowId)
        .execute();
    const definition = { trigger: WEBHOOK, steps: [{ id: "a" }] };
    await change({ definition: JSON.stringify(definition) });
    expect((await post(hookId, "{}", { secret })).status).toBe(202);
    vendors.use(http.post("http://127.0.0.1:3000/api/hooks/:hook", () => Response.error()));
    expect(await probe(tenant, workflowId)).toMatchObject([
      { live: false, problem: { code: "unreachable" } },
    ]);
    expect((await post(hookId, "{}", { secret: "wrong" })).status).toBe(401);
    expect(await states(tenant, workflowId)).toMatchObject({ live: false });
    expect((await post(hookId, "{}", { secret })).status).toBe(202);
    expect(await states(tenant, workflowId)).toMatchObject({ live: true, problem: null });
    const listed = await (await LIST(tenant.request("GET"), params())).json();
    expect(listed.data).toMatchObject([{ id: workflowId, triggers: [{ live: true }] }]);
    await sql`update public.hooks set enabled = false where id = ${hookId}`.execute(system());
    expect(await states(tenant, workflowId)).toMatchObject({ live: false });
  });

  test("works again when its schedule went on or its source answered", async ({ tenant }) => {
    const broken = async (trigger: object) => {
      const id = await open(tenant, trigger);
      await probe(tenant, id);
      await sql`update public.probes set problem = '{"code":"overdue","message":"x"}', probed_at = now()
        where workflow_id = ${id}`.execute(system());
      return id;
    };
    const schedule = await broken({ type: "schedule", cron: "0 9 * * *" });
    const due = new Date(Date.now() - 3_600_000);
    await sql`update public.schedules set next_at = ${due} where workflow_id = ${schedule}`.execute(
      system(),
    );
    expect(await states(tenant, schedule)).toMatchObject({ live: false });
    await startDue(system(), new Date());
    expect(await states(tenant, schedule)).toMatchObject({ live: true, problem: null });

    const poll = await broken({
      type: "polling",
      url: `${source.url}/x`,
      items: "answer.body",
      id: "item.id",
    });
    expect(await states(tenant, poll)).toMatchObject({ live: false });
    const answered = (problem: object | null) =>
      sql`update public.polls set polled_at = now(), problem = ${problem && JSON.stringify(problem)}::text::jsonb
        where workflow_id = ${poll}`.execute(system());
    await answered({ code: "unreachable", message: "x" });
    expect(await states(tenant, poll)).toMatchObject({ problem: { code: "unreachable" } });
    await answered(null);
    expect(await states(tenant, poll)).toMatchObject({ live: true, problem: null });
  });
});

test("the API probes on demand, tells in detail and list, and only to whom it may", async ({
  tenant,
  rival,
}) => {
  const id = await open(tenant, { type: "schedule", cron: "0 9 * * *", timeZone: "Europe/Berlin" });
  const ask = async (actor: Actor) => {
    const answer = await PROBE(actor.request("POST"), params({ id }));
    return { status: answer.status, body: await answer.json() };
  };
  expect(await ask(tenant)).toMatchObject({
    status: 200,
    body: { triggers: [{ type: "schedule", live: true, nextAt: expect.any(String) }] },
  });
  expect((await ask(rival)).status).toBe(404);
  expect((await ask(await tenant.as("viewer"))).status).toBe(403);
  const detail = await (await READ(tenant.request("GET"), params({ id }))).json();
  expect(detail).toMatchObject({
    triggers: [{ live: true }],
    schedule: { missed: "run-once", lastAt: null, lateCount: 0, missedCount: 0 },
  });
  const list = await (await LIST(tenant.request("GET"), params())).json();
  expect(list.data).toMatchObject([
    {
      id,
      triggers: [{ live: true }],
      nextRunAt: detail.schedule.nextAt,
      runs24h: { total: 0, failed: 0 },
    },
  ]);
});
