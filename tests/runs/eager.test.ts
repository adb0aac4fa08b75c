import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, expect } from "vitest";
import { resetEnv } from "@/lib/core/env";
import { addSecret } from "@/lib/domain/inbound/secrets";
import { cancelRun } from "@/lib/domain/runs/cancel";
import { getRun } from "@/lib/domain/runs/get";
import { createWorkflow } from "@/lib/domain/workflows/create";
import { publishWorkflow } from "@/lib/domain/workflows/publish";
import { asSystem } from "@/lib/infra/db/as-system";
import { nudgeRelay, relayIdle } from "@/lib/infra/events/relay";
import { post } from "@/tests/inbound/hook";
import { startEngine } from "@/tests/runs/support/engine";
import { runWhen, type StepDraft } from "@/tests/runs/support/workflow";
import type { Actor } from "@/tests/support/actor";
import { startCapture } from "@/tests/support/capture";
import { test as base } from "@/tests/support/test";
import { sent } from "@/tests/support/vendors";

type Reply = Awaited<ReturnType<Exclude<Parameters<typeof startCapture>[0], undefined>>>;

let reply: () => Reply | Promise<Reply> = () => ({});
const capture = await startCapture(() => reply());
afterAll(() => capture.close());

const test = base.extend("calls", ({ database: _ }) => {
  process.env.STEWARD_OUTBOUND_ALLOW = capture.host;
  resetEnv();
  capture.requests.length = 0;
  reply = () => ({});
  return capture.requests;
});

const system = () => asSystem("tests look at what is held");
const home = globalThis as { stewardBackground?: Set<Promise<unknown>> };

/** Until nothing is executed in this process any more and nothing is handed over. */
const settled = async () => {
  while (home.stewardBackground?.size) await Promise.all(home.stewardBackground);
  await relayIdle();
};

const call = (id: string, more: object = {}): StepDraft => ({
  id,
  type: "http.request",
  with: { method: "POST", url: `${capture.url}/${id}`, json: "{{ trigger.body }}" },
  ...more,
});

const hookOf = async ({ caller }: Actor, steps: StepDraft[]) => {
  const trigger = { type: "webhook", provider: "shopify", topic: "orders/create" };
  const definition = { schemaVersion: 1, name: "Orders", trigger, steps };
  const { id } = await createWorkflow(caller, { definition });
  const { hooks } = await publishWorkflow(caller, id, { note: "" });
  const hookId = hooks[0]?.id ?? "";
  const { secret } = await addSecret(caller, hookId, { overlapHours: 24 });
  return { workflowId: id, hookId, secret };
};

type Hook = Awaited<ReturnType<typeof hookOf>>;

/** Posts a delivery; the id of its run. */
const deliver = async ({ hookId, secret }: Hook, body: object = { n: 1 }) => {
  const answer = await post(hookId, JSON.stringify(body), { secret, id: randomUUID() });
  expect(answer.status).toBe(202);
  const { deliveryId } = (await answer.json()) as { deliveryId: string };
  const { rows } = await sql<{ runId: string }>`
    select run_id from public.deliveries where id = ${deliveryId}`.execute(system());
  return rows[0]?.runId ?? "";
};

const heldOf = async (runId: string) => {
  const { rows } = await sql<{
    held: boolean | null;
  }>`select held_until > now() as held from app.outbox
    where name = 'workflows/run.requested' and data ->> 'runId' = ${runId}`.execute(system());
  return rows.map(({ held }) => held);
};

const asked = (runId: string) =>
  sent.filter(({ name, data }) => name === "workflows/run.requested" && data.runId === runId);

test("a short run ends where its delivery was taken in, whole, and the engine never hears of it", async ({
  tenant,
  calls,
}) => {
  const hook = await hookOf(tenant, [
    { id: "big", type: "condition", with: { if: "trigger.body.n > 0" } },
    call("one", { needs: ["big"] }),
    call("two", { needs: ["one"], when: "steps.big.output.result" }),
    { id: "sum", type: "transform", needs: ["two"], with: { value: "{{ steps.two.status }}" } },
  ]);
  reply = () => ({ body: '{"x":"a\\u0000b\\ud800"}' });
  const runId = await deliver(hook, { n: 7 });
  await settled();
  const run = await getRun(tenant.caller, runId);
  expect(run).toMatchObject({ status: "succeeded", stepsDone: 4, stepsTotal: 4 });
  expect(run.steps.map(({ id, status, attempts }) => [id, status, attempts])).toEqual([
    ["big", "succeeded", 1],
    ["one", "succeeded", 1],
    ["two", "succeeded", 1],
    ["sum", "succeeded", 1],
  ]);
  expect(run.steps[1]?.output).toMatchObject({ body: { x: "a\uFFFDb\uFFFD" } });
  expect(run.steps[3]?.output).toEqual({ value: "succeeded" });
  expect(calls.map(({ headers }) => headers["idempotency-key"])).toEqual([
    `run:${runId}:one`,
    `run:${runId}:two`,
  ]);
  expect(await heldOf(runId)).toEqual([]);
  expect(asked(runId)).toEqual([]);
});

test("a failed step fails the run here as well", async ({ tenant, calls }) => {
  reply = () => ({ status: 422 });
  const hook = await hookOf(tenant, [call("one"), call("two", { needs: ["one"] })]);
  const runId = await deliver(hook);
  await settled();
  expect(await getRun(tenant.caller, runId)).toMatchObject({ status: "failed" });
  expect(calls).toHaveLength(1);
  expect(asked(runId)).toEqual([]);
});

test("the relay leaves what is under way alone, and takes it when its time is over, as after a crash", async ({
  tenant,
  calls,
}) => {
  let answer = (_: Reply) => {};
  reply = () =>
    new Promise<Reply>((resolve) => {
      answer = resolve;
    });
  const runId = await deliver(await hookOf(tenant, [call("one")]));
  await expect.poll(() => calls.length, { timeout: 15_000 }).toBe(1);
  nudgeRelay();
  await relayIdle();
  expect(asked(runId)).toEqual([]);
  expect(await heldOf(runId)).toEqual([true]);

  await sql`update app.outbox set held_until = now() - interval '1 second'`.execute(system());
  nudgeRelay();
  await relayIdle();
  expect(asked(runId)).toHaveLength(1);
  answer({});
  await settled();
  expect((await getRun(tenant.caller, runId)).status).toBe("succeeded");
});

test("a step that is to be tried again is left to the engine, and not before its time", async ({
  tenant,
  calls,
}) => {
  const engine = await startEngine();
  try {
    engine.connect();
    reply = () => (calls.length === 1 ? { status: 503, headers: { "retry-after": "2" } } : {});
    const runId = await deliver(
      await hookOf(tenant, [call("one"), call("two", { needs: ["one"] })]),
    );
    const run = await runWhen(tenant.caller, runId, (one) => one.endedAt !== null);
    expect(run).toMatchObject({ status: "succeeded", stepsDone: 2 });
    const [first, second, third] = calls;
    expect(calls).toHaveLength(3);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(1990);
    expect(second?.headers["idempotency-key"]).toBe(first?.headers["idempotency-key"]);
    expect(third?.path).toBe("/two");
    await settled();
  } finally {
    await engine.close();
  }
});

test("a workflow that waits is the engine's from its begin", async ({ tenant, calls }) => {
  const pause = { id: "pause", type: "delay", needs: ["one"], with: { for: "1h" } };
  const hook = await hookOf(tenant, [call("one"), pause]);
  const runs = [await deliver(hook), await deliver(hook)];
  await settled();
  expect(calls).toEqual([]);
  expect(runs.map((runId) => asked(runId).length)).toEqual([1, 1]);
});

test("steps beside each other are the engine's: none of them begins here", async ({
  tenant,
  calls,
}) => {
  const steps = [call("one"), call("left", { needs: ["one"] }), call("right", { needs: ["one"] })];
  const runId = await deliver(await hookOf(tenant, steps));
  await settled();
  expect(calls.map(({ path }) => path)).toEqual(["/one"]);
  expect(asked(runId)).toHaveLength(1);
  const run = await getRun(tenant.caller, runId);
  expect([run.status, run.steps.filter(({ status }) => status === "running")]).toEqual([
    "running",
    [],
  ]);
});

test("of two ways of a switch only one is gone, so such a run ends here", async ({
  tenant,
  calls,
}) => {
  const steps = [
    { id: "big", type: "condition", with: { if: "trigger.body.n > 5" } },
    call("large", { needs: ["big"], when: "steps.big.output.result" }),
    call("small", { needs: ["big"], when: "!steps.big.output.result" }),
  ];
  const runId = await deliver(await hookOf(tenant, steps), { n: 3 });
  await settled();
  expect(calls.map(({ path }) => path)).toEqual(["/small"]);
  expect(await getRun(tenant.caller, runId)).toMatchObject({ status: "succeeded", stepsDone: 3 });
});

test("a run that is cancelled while its call hangs is over, and nothing of it is left", async ({
  tenant,
  calls,
}) => {
  reply = () => ({ delayMs: 30_000 });
  const runId = await deliver(await hookOf(tenant, [call("one"), call("two", { needs: ["one"] })]));
  await expect.poll(() => calls.length, { timeout: 15_000 }).toBe(1);
  await cancelRun(tenant.caller, runId);
  await settled();
  expect((await getRun(tenant.caller, runId)).status).toBe("cancelled");
  expect(calls).toHaveLength(1);
  expect(await heldOf(runId)).toEqual([]);
});

test("twelve runs of a tenant are under way here at most; who waits longer than two seconds is the engine's", async ({
  tenant,
  rival,
  calls,
}) => {
  let open = (_?: unknown) => {};
  const gate = new Promise((resolve) => {
    open = resolve;
  });
  reply = () => gate.then(() => ({}));
  const hook = await hookOf(tenant, [call("one")]);
  const runs: string[] = [];
  for (let n = 0; n < 14; n++) runs.push(await deliver(hook, { n }));
  await expect.poll(() => calls.length, { timeout: 15_000 }).toBe(12);
  await deliver(await hookOf(rival, [call("theirs")]));
  await expect.poll(() => calls.at(-1)?.path, { timeout: 15_000 }).toBe("/theirs");
  await expect
    .poll(() => runs.map((id) => asked(id).length), { timeout: 15_000 })
    .toEqual([...Array(12).fill(0), 1, 1]);
  expect(calls).toHaveLength(13);
  open();
  await settled();
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from public.runs
    where tenant_id = ${tenant.tenantId} and status = 'succeeded'`.execute(system());
  expect(rows[0]?.n).toBe(12);
});
