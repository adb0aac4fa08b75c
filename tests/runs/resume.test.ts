import { afterAll, beforeEach, expect } from "vitest";
import type { Caller } from "@/lib/core/caller";
import { resetEnv } from "@/lib/core/env";
import { listItems } from "@/lib/domain/runs/list-items";
import { type ReplayWish, replayRuns } from "@/lib/domain/runs/replay/replay-runs";
import { startRun } from "@/lib/domain/runs/start";
import { asTenant } from "@/lib/infra/db/as-tenant";
import { startEngine } from "@/tests/runs/support/engine";
import { publish, runWhen, stepsOf } from "@/tests/runs/support/workflow";
import { type Captured, startCapture } from "@/tests/support/capture";
import { test as base } from "@/tests/support/test";

type Reply = { status?: number; delayMs?: number };
let reply: (request: Captured) => Reply = () => ({});

const capture = await startCapture((request) => reply(request));
const engine = await startEngine();

const test = base.extend("calls", { auto: true }, ({ database: _ }) => {
  process.env.STEWARD_OUTBOUND_ALLOW = capture.host;
  resetEnv();
  engine.connect();
  capture.requests.length = 0;
  return capture.requests;
});

beforeEach(() => {
  reply = () => ({});
});

afterAll(async () => {
  await engine.close();
  await capture.close();
});

const call = (id: string, path: string, more: object = {}) => ({
  id,
  type: "http.request",
  retry: { maxAttempts: 1 },
  timeoutMs: 500,
  with: { method: "POST", url: `${capture.url}/${path}`, json: {} },
  ...more,
});

const run = async (caller: Caller, steps: object[], body: Record<string, unknown> = {}) => {
  const hook = { type: "webhook", provider: "generic" };
  const id = await publish(caller, steps as Parameters<typeof publish>[1], hook);
  const { runId } = await startRun(caller, id, { input: body });
  await runWhen(caller, runId);
  return runId;
};

const redrive = async (caller: Caller, runId: string, more: Partial<ReplayWish> = {}) => {
  const wish: ReplayWish = { mode: "from-failed-step", version: "same", ...more };
  const { started } = await asTenant(caller, (tx) => replayRuns(tx, [runId], wish));
  return runWhen(caller, started.get(runId) ?? "");
};

const keysOf = (calls: readonly Captured[], path: string) =>
  calls.filter((one) => one.path === path).map(({ headers }) => headers["idempotency-key"]);

test("what was sent and never answered goes out again under its old key, however often it is redriven", async ({
  tenant,
  calls,
}) => {
  reply = ({ path }) => (path === "/pay" && calls.length <= 4 ? { delayMs: 4000 } : {});
  const steps = [
    call("note", "note", { timeoutMs: 20_000 }),
    call("pay", "pay", { needs: ["note"], timeoutMs: 1500 }),
  ];
  const first = await run(tenant.caller, steps);
  const second = await redrive(tenant.caller, first);
  expect(second.error).toMatchObject({ code: "timeout", stepId: "pay" });
  const third = await redrive(tenant.caller, second.id);
  expect(third.error).toMatchObject({ code: "timeout" });
  expect((await redrive(tenant.caller, third.id)).status).toBe("succeeded");
  expect(keysOf(calls, "/note")).toHaveLength(1);
  expect(keysOf(calls, "/pay")).toEqual(Array(4).fill(`run:${first}:pay`));
});

test("what was refused, and what goes out with another input, gets a key of its own", async ({
  tenant,
  calls,
}) => {
  reply = () => ({ status: 422 });
  const refused = await run(tenant.caller, [call("pay", "pay")]);
  await redrive(tenant.caller, refused);
  expect(new Set(keysOf(calls, "/pay")).size).toBe(2);
  calls.length = 0;
  reply = () => ({ delayMs: 1500 });
  const silent = await run(tenant.caller, [call("pay", "pay")]);
  await redrive(tenant.caller, silent, { input: { other: true } });
  expect(new Set(keysOf(calls, "/pay")).size).toBe(2);
});

test("a redriven for-each goes on with the items that are left, and with the steps of an item that are left", async ({
  tenant,
  calls,
}) => {
  let broken = true;
  reply = ({ path }) => ({ status: broken && path === "/second/2" ? 422 : 200 });
  const each = {
    id: "each",
    type: "for-each",
    with: { items: "trigger.body.items", concurrency: 1 },
    steps: [
      call("first", "first/{{ item }}"),
      call("second", "second/{{ item }}", { needs: ["first"] }),
    ],
  };
  const runId = await run(tenant.caller, [each], { items: [0, 1, 2, 3, 4] });
  expect(keysOf(calls, "/first/3")).toEqual([]);
  broken = false;
  const again = await redrive(tenant.caller, runId);
  expect(stepsOf(again).each).toMatchObject({
    status: "succeeded",
    output: { count: 5, succeeded: 5, failed: 0 },
    items: { total: 5, done: 5, failed: 0 },
  });
  for (const item of [0, 1, 2, 3, 4]) expect(keysOf(calls, `/first/${item}`)).toHaveLength(1);
  expect(keysOf(calls, "/second/2")).toEqual([
    `run:${runId}:each:2:second`,
    `run:${again.id}:each:2:second`,
  ]);
  expect(keysOf(calls, "/second/1")).toHaveLength(1);
  const items = await listItems(tenant.caller, again.id, "each", { limit: 10 });
  expect(items.data.map(({ status }) => status)).toEqual(Array(5).fill("succeeded"));
});

test("what an item's body logs stands in the log of the step, with the item's number", async ({
  tenant,
}) => {
  const each = {
    id: "each",
    type: "for-each",
    with: { items: "trigger.body.items" },
    steps: [call("tell", "tell")],
  };
  const runId = await run(tenant.caller, [each], { items: ["a", "b"] });
  const lines = stepsOf(await runWhen(tenant.caller, runId)).each?.logs ?? [];
  const of = (n: number) => lines.filter(({ message }) => message.startsWith(`Item ${n}: `));
  expect([of(1).length > 0, of(2).length > 0, of(3).length]).toEqual([true, true, 0]);
});
