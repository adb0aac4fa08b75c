import { sql } from "kysely";
import { http } from "msw";
import { expect } from "vitest";
import { GET as EVENTS, POST as SEND } from "@/app/api/v1/events/route";
import { POST as CANCEL } from "@/app/api/v1/runs/[id]/cancel/route";
import { POST as REPLAY } from "@/app/api/v1/runs/[id]/replay/route";
import { GET as READ } from "@/app/api/v1/runs/[id]/route";
import { GET as LIST } from "@/app/api/v1/runs/route";
import { POST as RUN } from "@/app/api/v1/workflows/[id]/run/route";
import { pauseWorkflow } from "@/lib/domain/workflows/pause";
import { startDue } from "@/lib/domain/workflows/triggers/start-due";
import { asSystem } from "@/lib/infra/db/as-system";
import { publish } from "@/tests/runs/support/workflow";
import type { Actor } from "@/tests/support/actor";
import { params, test } from "@/tests/support/test";
import { vendors } from "@/tests/support/vendors";

const STEPS = [{ id: "a", type: "condition", with: { if: "true" } }];
const system = () => asSystem("tests look at what happened");

type Page = {
  data: { id: string; status: string; triggerKind: string }[];
  nextCursor: string | null;
};

const run = async (actor: Actor, id: string, body: unknown = {}) => {
  const response = await RUN(actor.request("POST", body), params({ id }));
  return { status: response.status, body: await response.json() };
};

const list = async (actor: Actor, query: Record<string, string> | string = {}): Promise<Page> =>
  (await LIST(actor.request("GET", undefined, { query }), params())).json();

test("a manual run takes what its form asks for and refuses the rest with every field", async ({
  tenant,
}) => {
  const fields = [
    { name: "email", type: "email", required: true },
    { name: "size", type: "select", options: ["S", "L"] },
    { name: "count", type: "number" },
  ];
  const id = await publish(tenant.caller, STEPS, { type: "manual", fields });
  const refused = await run(tenant, id, { input: { email: "x", size: "M", other: 1 } });
  expect(refused.status).toBe(422);
  expect(refused.body.errors.map(({ path }: { path: string }) => path)).toEqual([
    "input.email",
    "input.size",
    "input",
  ]);
  expect((await list(tenant)).data).toEqual([]);
  const { status, body } = await run(tenant, id, { input: { email: "a@example.com", size: "L" } });
  expect(status).toBe(202);
  const detail = await (await READ(tenant.request("GET"), params({ id: body.runId }))).json();
  expect(detail).toMatchObject({
    status: "queued",
    triggerKind: "manual",
    trigger: { input: { email: "a@example.com", size: "L", count: null } },
    stepsTotal: 1,
    steps: [{ id: "a", type: "condition", status: "pending", attempts: 0 }],
  });
  const [event] = (await tenant.events()).filter(({ name }) => name === "workflows/run.requested");
  expect(event?.data).toMatchObject({ runId: body.runId, workflowId: id, priority: 0 });
});

test("a repeated command with the same key starts one run", async ({ tenant }) => {
  const id = await publish(tenant.caller, STEPS);
  const headers = { "idempotency-key": "once" };
  const ids = [];
  for (let i = 0; i < 2; i++)
    ids.push(
      (await (await RUN(tenant.request("POST", {}, { headers }), params({ id }))).json()).runId,
    );
  expect(ids[0]).toBe(ids[1]);
  expect((await list(tenant)).data).toHaveLength(1);
});

test("what was never published cannot be run", async ({ tenant, rival }) => {
  const id = await publish(tenant.caller, STEPS);
  expect((await run(rival, id)).status).toBe(404);
  expect((await run(tenant, "00000000-0000-4000-8000-000000000000")).status).toBe(404);
});

test("runs are filtered by state, trigger, workflow and time, and paged without repeating", async ({
  tenant,
}) => {
  const [one, two] = [await publish(tenant.caller, STEPS), await publish(tenant.caller, STEPS)];
  const started: string[] = [];
  for (const id of [one, one, two]) started.push((await run(tenant, id)).body.runId);
  await CANCEL(tenant.request("POST"), params({ id: started[0] ?? "" }));
  const ids = async (query: Record<string, string> | string) =>
    (await list(tenant, query)).data.map(({ id }) => id);
  const [first, second, third] = started;
  expect(await ids({})).toEqual([third, second, first]);
  expect(await ids({ status: "cancelled" })).toEqual([first]);
  expect(await ids("status=cancelled&status=queued")).toEqual([third, second, first]);
  expect(await ids({ status: "queued,running" })).toEqual([third, second]);
  expect(await ids({ workflowId: one })).toEqual([second, first]);
  expect(await ids({ trigger: "schedule" })).toEqual([]);
  expect(await ids({ from: new Date(Date.now() + 60_000).toISOString() })).toEqual([]);
  expect(await ids({ to: new Date(Date.now() + 60_000).toISOString() })).toHaveLength(3);
  const page = await list(tenant, { limit: "2" });
  expect(await ids({ limit: "2", cursor: page.nextCursor ?? "" })).toEqual([first]);
  const refused = await LIST(
    tenant.request("GET", undefined, { query: { status: "broken" } }),
    params(),
  );
  expect(refused.status).toBe(422);
});

test("a queued run is cancelled at once and tells of it; a finished one is a conflict", async ({
  tenant,
  rival,
}) => {
  const id = await publish(tenant.caller, STEPS);
  const { runId } = (await run(tenant, id)).body;
  expect((await CANCEL(rival.request("POST"), params({ id: runId }))).status).toBe(404);
  // What was told goes with the relay's commit, which waits here for the engine's answer.
  const asked = Promise.withResolvers<void>();
  vendors.use(http.post("http://engine.test/e/:key", () => asked.promise));
  const cancelled = await CANCEL(tenant.request("POST"), params({ id: runId }));
  expect(await cancelled.json()).toMatchObject({ id: runId, status: "cancelled" });
  const told = await tenant.events();
  asked.resolve();
  expect(told.map(({ name }) => name)).toContain("workflows/run.cancelled");
  await sql`update public.runs set status = 'succeeded' where id = ${runId}`.execute(system());
  expect((await CANCEL(tenant.request("POST"), params({ id: runId }))).status).toBe(409);
});

test("a replay keeps the version unless the latest is asked for", async ({ tenant }) => {
  const id = await publish(tenant.caller, STEPS);
  const { runId } = (await run(tenant, id)).body;
  const { publishWorkflow } = await import("@/lib/domain/workflows/publish");
  await publishWorkflow(tenant.caller, id, { note: "" });
  const replay = async (body: unknown) => {
    const again = await (await REPLAY(tenant.request("POST", body), params({ id: runId }))).json();
    return (await READ(tenant.request("GET"), params({ id: again.runId }))).json();
  };
  expect(await replay({})).toMatchObject({ version: 1, replayOf: runId });
  expect(await replay({ version: "latest" })).toMatchObject({ version: 2, replayOf: runId });
});

test("a due schedule queues one run however many sweeps look, and none while it is paused", async ({
  tenant,
}) => {
  const id = await publish(tenant.caller, STEPS, {
    type: "schedule",
    cron: "*/5 * * * *",
    timeZone: "UTC",
  });
  const paused = await publish(tenant.caller, STEPS, {
    type: "schedule",
    cron: "*/5 * * * *",
    timeZone: "UTC",
  });
  await pauseWorkflow(tenant.caller, paused);
  const now = new Date("2027-03-01T10:07:00Z");
  const due = "2027-03-01T09:00:00.000Z";
  await sql`update public.schedules set next_at = ${due} where workflow_id in (${id}, ${paused})`.execute(
    system(),
  );
  const counts = await Promise.all([
    startDue(system(), now),
    startDue(system(), now),
    startDue(system(), now),
  ]);
  expect(counts.reduce((a, b) => a + b)).toBe(1);
  const { data } = await list(tenant);
  expect(data).toMatchObject([{ triggerKind: "schedule", status: "queued" }]);
  const detail = await (
    await READ(tenant.request("GET"), params({ id: data[0]?.id ?? "" }))
  ).json();
  expect(detail.trigger).toEqual({ scheduledAt: due });
  const { rows } = await sql<{
    nextAt: Date;
  }>`select next_at from public.schedules where workflow_id = ${id}`.execute(system());
  expect(rows[0]?.nextAt.toISOString()).toBe("2027-03-01T10:10:00.000Z");
});

test("an event is stored once for the sender's id, and each tenant's ids are its own", async ({
  tenant,
  rival,
}) => {
  const send = async (actor: Actor, body: unknown) => {
    const response = await SEND(actor.request("POST", body), params());
    return { status: response.status, body: await response.json() };
  };
  const event = { name: "stock.low", data: { sku: "A" }, id: "e-1" };
  const first = await send(tenant, event);
  expect(first).toMatchObject({ status: 202, body: { duplicate: false } });
  const copies = await Promise.all(Array.from({ length: 5 }, () => send(tenant, event)));
  for (const { body } of copies) expect(body).toEqual({ id: first.body.id, duplicate: true });
  expect((await send(rival, event)).body.duplicate).toBe(false);
  expect((await send(tenant, { name: "stock.low" })).body.duplicate).toBe(false);
  const page = await (
    await EVENTS(tenant.request("GET", undefined, { query: { name: "stock.low" } }), params())
  ).json();
  expect(page.data).toHaveLength(2);
  expect(page.data[1]).toMatchObject({ externalId: "e-1", data: { sku: "A" }, source: "api" });
  expect((await send(tenant, { name: "", data: [] })).status).toBe(422);
});
