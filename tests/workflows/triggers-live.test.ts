import { sql } from "kysely";
import { http } from "msw";
import { afterAll, expect } from "vitest";
import { POST as HOOK } from "@/app/api/hooks/[hook]/route";
import { resetEnv } from "@/lib/core/env";
import { addSecret } from "@/lib/domain/inbound/secrets";
import { listRuns } from "@/lib/domain/runs/list";
import { getWorkflow } from "@/lib/domain/workflows/get";
import { claimPolls } from "@/lib/domain/workflows/polling/claim";
import { claimProbes } from "@/lib/domain/workflows/triggers/claim-probes";
import { startDue } from "@/lib/domain/workflows/triggers/start-due";
import { asSystem } from "@/lib/infra/db/as-system";
import { nudgeRelay, relayIdle } from "@/lib/infra/events/relay";
import { startEngine } from "@/tests/runs/support/engine";
import { publish, runWhen, stepsOf } from "@/tests/runs/support/workflow";
import type { Actor } from "@/tests/support/actor";
import { startCapture } from "@/tests/support/capture";
import { test as base, params } from "@/tests/support/test";
import { vendors } from "@/tests/support/vendors";

let listed: unknown[] = [];
const source = await startCapture(() => ({ body: JSON.stringify({ orders: listed }) }));
const engine = await startEngine(["workflows-poll", "workflows-probe-trigger"]);

const test = base.extend("connected", { auto: true }, ({ database: _ }) => {
  process.env.STEWARD_OUTBOUND_ALLOW = source.host;
  resetEnv();
  engine.connect();
  vendors.use(
    http.post("http://127.0.0.1:3000/api/hooks/:hook", ({ request, params: { hook } }) =>
      HOOK(request, params({ hook: String(hook) })),
    ),
  );
});

afterAll(async () => {
  await engine.close();
  await source.close();
});

const patience = { timeout: 20_000, interval: 50 };
const system = () => asSystem("tests act as the sweep");
const triggerOf = async ({ caller }: Actor, id: string) =>
  (await getWorkflow(caller, id)).triggers[0];
const runsOf = async ({ caller }: Actor, workflowId: string) =>
  (await listRuns(caller, { limit: 50, workflowId })).data;

test("publishing leads to a probe by itself, and a hook without secret is told and then live", async ({
  tenant,
}) => {
  const id = await publish(tenant.caller, [{ id: "a", type: "transform", with: { value: 1 } }], {
    type: "webhook",
    provider: "stripe",
  });
  await expect
    .poll(() => triggerOf(tenant, id), patience)
    .toMatchObject({ live: false, problem: { code: "no_secret" } });
  const { hook } = await getWorkflow(tenant.caller, id);
  await addSecret(tenant.caller, hook?.id ?? "", { overlapHours: 24 });
  await sql`update public.probes set due_at = now() where workflow_id = ${id}`.execute(system());

  await claimProbes(system(), new Date(Date.now() + 1000));
  nudgeRelay();
  await expect
    .poll(() => triggerOf(tenant, id), patience)
    .toMatchObject({ live: true, problem: null });
  expect(await runsOf(tenant, id)).toEqual([]);
});

test("a new item becomes a finished run, once, however often the sweep and the engine repeat themselves", async ({
  tenant,
}) => {
  listed = [{ id: 1, total: "5.00" }];
  const id = await publish(
    tenant.caller,
    [{ id: "sum", type: "transform", with: { value: "{{ decimal(trigger.item.total) * 2 }}" } }],
    {
      type: "polling",
      url: `${source.url}/orders`,
      items: "answer.body.orders",
      id: "item.id",
      startFrom: "beginning",
    },
  );
  const sweep = async () => {
    await sql`update public.polls set next_at = now() - interval '1 second' where workflow_id = ${id}`.execute(
      system(),
    );
    await Promise.all([1, 2, 3].map(() => claimPolls(system(), new Date())));
    nudgeRelay();
    await relayIdle();
  };
  await sweep();
  await expect.poll(async () => (await runsOf(tenant, id)).length, patience).toBe(1);
  const [first] = await runsOf(tenant, id);
  const run = await runWhen(tenant.caller, first?.id ?? "");
  expect(run).toMatchObject({ status: "succeeded", triggerKind: "polling", triggerRef: "1" });
  expect(stepsOf(run).sum?.output).toEqual({ value: "10.00" });
  listed = [{ id: 2, total: "1.00" }, ...listed];
  await sweep();
  await expect.poll(async () => (await runsOf(tenant, id)).length, patience).toBe(2);
  await sweep();
  await expect.poll(async () => source.requests.length, patience).toBeGreaterThanOrEqual(3);
  await expect.poll(() => triggerOf(tenant, id), patience).toMatchObject({ live: true });
  expect((await runsOf(tenant, id)).map(({ triggerKind }) => triggerKind)).toEqual([
    "polling",
    "polling",
  ]);
});

test("a schedule that the watchdog starts runs to its end like any other", async ({ tenant }) => {
  const id = await publish(
    tenant.caller,
    [{ id: "at", type: "transform", with: { value: "{{ trigger.scheduledAt }}" } }],
    { type: "schedule", cron: "0 * * * *" },
  );
  const due = new Date(Date.now() - 180_000);
  await sql`update public.schedules set next_at = ${due} where workflow_id = ${id}`.execute(
    system(),
  );
  await Promise.all([1, 2, 3].map(() => startDue(system(), new Date(), 120_000)));
  nudgeRelay();
  await expect.poll(async () => (await runsOf(tenant, id)).length, patience).toBe(1);
  const [first] = await runsOf(tenant, id);
  const run = await runWhen(tenant.caller, first?.id ?? "");
  expect(stepsOf(run).at?.output).toEqual({ value: due.toISOString() });
  expect((await getWorkflow(tenant.caller, id)).schedule).toMatchObject({ lateCount: 1 });
});
