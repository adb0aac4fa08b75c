import { sql } from "kysely";
import { afterAll, expect } from "vitest";
import { dispatchEvent } from "@/lib/domain/events/dispatch";
import { receiveEvent } from "@/lib/domain/events/receive";
import { cancelRun } from "@/lib/domain/runs/cancel";
import { startRun } from "@/lib/domain/runs/start";
import { listWaits } from "@/lib/domain/waits/list";
import { meetEvent } from "@/lib/domain/waits/meet-event";
import { asSystem } from "@/lib/infra/db/as-system";
import { startEngine } from "@/tests/runs/support/engine";
import { publish, runWhen, start, stepsOf } from "@/tests/runs/support/workflow";
import { test as base } from "@/tests/support/test";

const engine = await startEngine();
afterAll(() => engine.close());

const test = base.extend("engine", { auto: true }, ({ database: _ }) => engine.connect());

const system = () => asSystem("tests look at what happened");

const wait = (more: object = {}) => ({
  id: "paid",
  type: "event.wait",
  with: { event: "order.paid", timeout: "1h", ...more },
});

const after = {
  id: "after",
  type: "transform",
  needs: ["paid"],
  with: { value: "{{ steps.paid.output.event.data.amount }}" },
};

const waitsOf = async (runId: string) =>
  (
    await sql<{ resolved: boolean; closed: boolean; told: boolean }>`
      select resolved_at is not null as resolved, closed_at is not null as closed, told_at is not null as told
      from public.run_waits where run_id = ${runId}`.execute(system())
  ).rows;

const isWaiting = ({ steps }: { steps: { status: string }[] }) =>
  steps.some(({ status }) => status === "waiting");

test("a run waits until the event that it means comes, and gets it", async ({ tenant }) => {
  const id = { id: "shape", type: "transform", with: { value: { order: "A-7" } } };
  const mine = wait({ if: "event.data.order == steps.shape.output.value.order" });
  const runId = await start(tenant.caller, [id, { ...mine, needs: ["shape"] }, after]);
  await runWhen(tenant.caller, runId, isWaiting);
  await receiveEvent(tenant.caller, { name: "order.paid", data: { order: "B-1", amount: 1 } });
  await receiveEvent(tenant.caller, { name: "order.sent", data: { order: "A-7", amount: 2 } });
  const { id: eventId } = await receiveEvent(tenant.caller, {
    name: "order.paid",
    data: { order: "A-7", amount: 3 },
  });
  const run = await runWhen(tenant.caller, runId);
  expect(run.status).toBe("succeeded");
  expect(stepsOf(run).paid?.output).toMatchObject({
    timedOut: false,
    event: { id: eventId, name: "order.paid", data: { order: "A-7", amount: 3 } },
  });
  expect(stepsOf(run).after?.output).toEqual({ value: 3 });
  expect(await waitsOf(runId)).toEqual([{ resolved: true, closed: true, told: true }]);
});

test("an event of another company wakes nobody here", async ({ tenant, rival }) => {
  const runId = await start(tenant.caller, [wait()]);
  await runWhen(tenant.caller, runId, isWaiting);
  const { id } = await receiveEvent(rival.caller, { name: "order.paid", data: {} });
  expect(await meetEvent(system(), { tenantId: rival.tenantId, eventId: id })).toBe(0);
  expect(await meetEvent(system(), { tenantId: tenant.tenantId, eventId: id })).toBe(0);
  expect((await waitsOf(runId))[0]?.resolved).toBe(false);
});

test("one event wakes every run that waits for it, each once, however often it is handed on", async ({
  tenant,
}) => {
  const workflowId = await publish(tenant.caller, [wait()]);
  const runIds = await Promise.all(
    Array.from({ length: 12 }, async () =>
      startRun(tenant.caller, workflowId, { input: {} }).then(({ runId }) => runId),
    ),
  );
  await Promise.all(runIds.map((runId) => runWhen(tenant.caller, runId, isWaiting)));
  const { id: eventId } = await receiveEvent(tenant.caller, { name: "order.paid", data: {} });
  await Promise.all(runIds.map((runId) => runWhen(tenant.caller, runId)));
  const key = { tenantId: tenant.tenantId, eventId };
  expect(await meetEvent(system(), key)).toBe(0);
  await dispatchEvent(system(), key);
  for (const runId of runIds)
    expect(await waitsOf(runId)).toEqual([{ resolved: true, closed: true, told: true }]);
});

test("with since: run start an event counts that came before the step, and without it does not", async ({
  tenant,
}) => {
  const before = { id: "nap", type: "delay", with: { for: "1500ms" } };
  const steps = (more: object) => [before, { ...wait(more), needs: ["nap"] }];
  const early = await start(tenant.caller, steps({ since: "run start" }));
  const late = await start(tenant.caller, steps({ timeout: "2s", onTimeout: "continue" }));
  const waits = (runId: string) =>
    runWhen(tenant.caller, runId, ({ steps: [nap] }) => nap?.status === "waiting");
  await Promise.all([waits(early), waits(late)]);
  const { id } = await receiveEvent(tenant.caller, { name: "order.paid", data: {} });
  const [found, missed] = await Promise.all(
    [early, late].map((runId) => runWhen(tenant.caller, runId)),
  );
  expect(found && stepsOf(found).paid?.output).toMatchObject({ event: { id }, timedOut: false });
  expect(missed && stepsOf(missed).paid?.output).toEqual({ event: null, timedOut: true });
});

test("the event that started a run is not the one it waits for", async ({ tenant }) => {
  const trigger = { type: "event", name: "order.paid" };
  await publish(
    tenant.caller,
    [wait({ since: "run start", timeout: "1s", onTimeout: "continue" })],
    trigger,
  );
  const { id } = await receiveEvent(tenant.caller, { name: "order.paid", data: {} });
  const { rows } = await expect
    .poll(
      async () =>
        sql<{ id: string }>`select id from public.runs where trigger_ref = ${id}`.execute(system()),
      { timeout: 15_000 },
    )
    .toMatchObject({ rows: [{ id: expect.any(String) }] })
    .then(() =>
      sql<{ id: string }>`select id from public.runs where trigger_ref = ${id}`.execute(system()),
    );
  const run = await runWhen(tenant.caller, rows[0]?.id ?? "");
  expect(stepsOf(run).paid?.output).toEqual({ event: null, timedOut: true });
});

test("a wait whose time is over fails the step by name, or goes on when that is wanted", async ({
  tenant,
}) => {
  const [fails, goesOn] = await Promise.all([
    start(tenant.caller, [wait({ timeout: "1s" })]),
    start(tenant.caller, [wait({ timeout: "1s", onTimeout: "continue" })]),
  ]);
  const failed = await runWhen(tenant.caller, fails);
  expect(failed).toMatchObject({
    status: "failed",
    error: { code: "wait_timed_out", message: 'No event "order.paid" came within 1s.' },
  });
  expect(stepsOf(failed).paid?.attempts).toBe(1);
  const run = await runWhen(tenant.caller, goesOn);
  expect(run.status).toBe("succeeded");
  expect(stepsOf(run).paid?.output).toEqual({ event: null, timedOut: true });
});

test("cancelling a waiting run ends it at once and closes its wait; a late event changes nothing", async ({
  tenant,
}) => {
  const runId = await start(tenant.caller, [wait()]);
  await runWhen(tenant.caller, runId, isWaiting);
  await expect
    .poll(async () => (await listWaits(tenant.caller, { runId })).data, { timeout: 15_000 })
    .toMatchObject([{ kind: "event", event: "order.paid", closedAt: null }]);
  await cancelRun(tenant.caller, runId);
  expect(await waitsOf(runId)).toMatchObject([{ resolved: false, closed: true }]);
  const { id } = await receiveEvent(tenant.caller, { name: "order.paid", data: {} });
  expect(await meetEvent(system(), { tenantId: tenant.tenantId, eventId: id })).toBe(0);
  expect((await runWhen(tenant.caller, runId)).status).toBe("cancelled");
});
