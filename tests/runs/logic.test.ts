import { afterAll, beforeEach, expect } from "vitest";
import type { Caller } from "@/lib/core/caller";
import { resetEnv } from "@/lib/core/env";
import { cancelRun } from "@/lib/domain/runs/cancel";
import { startRun } from "@/lib/domain/runs/start";
import { startEngine } from "@/tests/runs/support/engine";
import { publish, runWhen, start, stepsOf } from "@/tests/runs/support/workflow";
import { type Captured, startCapture } from "@/tests/support/capture";
import { test as base } from "@/tests/support/test";

type Reply = { status?: number; body?: string; delayMs?: number };
let reply: (request: Captured) => Reply | Promise<Reply> = () => ({});

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

const call = (id: string, more: object = {}) => ({
  id,
  type: "http.request",
  with: { method: "POST", url: `${capture.url}/${id}`, json: {} },
  ...more,
});

const paths = (calls: Captured[]) => calls.map(({ path }) => path).sort();

const hook = { type: "webhook", provider: "generic" };

const runWith = async (caller: Caller, workflowId: string, input: Record<string, unknown>) =>
  (await startRun(caller, workflowId, { input })).runId;

test("a switch takes the first case that holds and does not look at those after it", async ({
  tenant,
  calls,
}) => {
  const cases = [
    { name: "none", if: "size(trigger.body.lines) == 0" },
    { name: "broken", if: "trigger.body.lines + {} == 1" },
  ];
  const id = await publish(
    tenant.caller,
    [
      { id: "way", type: "switch", with: { cases, default: "usual" } },
      call("none", { needs: ["way"], when: 'steps.way.output.case == "none"' }),
      call("usual", { needs: ["way"], when: 'steps.way.output.case == "usual"' }),
    ],
    hook,
  );
  const none = await runWhen(tenant.caller, await runWith(tenant.caller, id, { lines: [] }));
  expect(stepsOf(none)).toMatchObject({
    way: { output: { case: "none" } },
    none: { status: "succeeded" },
    usual: { status: "skipped" },
  });
  expect(paths(calls)).toEqual(["/none"]);
  const broken = await runWhen(tenant.caller, await runWith(tenant.caller, id, { lines: [1] }));
  expect(broken).toMatchObject({ status: "failed", error: { stepId: "way" } });
});

test("parallel opens every branch whose condition holds, and what joins them goes on", async ({
  tenant,
  calls,
}) => {
  const branches = { left: "true", right: "1 < 2", closed: "trigger.input.nothing" };
  const runId = await start(tenant.caller, [
    { id: "fork", type: "parallel", with: { branches } },
    call("left", { needs: ["fork"], when: "steps.fork.output.branches.left" }),
    call("right", { needs: ["fork"], when: "steps.fork.output.branches.right" }),
    call("closed", { needs: ["fork"], when: "steps.fork.output.branches.closed" }),
    call("join", { needs: ["left", "right", "closed"], join: "any" }),
  ]);
  const run = await runWhen(tenant.caller, runId);
  expect(run.status).toBe("succeeded");
  expect(stepsOf(run).fork?.output).toEqual({
    branches: { left: true, right: true, closed: false },
    open: ["left", "right"],
  });
  expect(paths(calls)).toEqual(["/join", "/left", "/right"]);
});

test.for(["succeeded", "failed", "cancelled"] as const)(
  "stop ends the run as %s at once, although another branch hangs in a call and one in a delay",
  async (as, { tenant, calls }) => {
    reply = ({ path }) => ({ delayMs: path === "/hangs" ? 8000 : 0 });
    const runId = await start(tenant.caller, [
      call("hangs"),
      { id: "sleeps", type: "delay", with: { for: "1h" } },
      call("quick"),
      {
        id: "end",
        type: "stop",
        needs: ["quick"],
        with: { as, message: "Enough of {{ run.id }}" },
      },
      call("after", { needs: ["hangs"] }),
    ]);
    const run = await runWhen(tenant.caller, runId);
    const message = `Enough of ${runId}`;
    expect(run.status).toBe(as);
    expect(run.error).toEqual(
      as === "succeeded" ? null : { code: "stopped", message, stepId: "end" },
    );
    expect(stepsOf(run)).toMatchObject({
      quick: { status: "succeeded" },
      end: { status: "succeeded", output: { as, message } },
      hangs: { status: "cancelled" },
      sleeps: { status: "cancelled" },
      after: { status: "cancelled" },
    });
    expect(run.durationMs).toBeLessThan(8000);
    expect(paths(calls)).not.toContain("/after");
  },
);

test("cancelling gives a hanging call up instead of waiting for it", async ({ tenant }) => {
  let gone = () => {};
  const hungUp = new Promise<void>((resolve) => {
    gone = resolve;
  });
  let arrived = () => {};
  const underWay = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  reply = async ({ path }) => {
    if (path !== "/held") return {};
    arrived();
    await hungUp;
    return {};
  };
  const runId = await start(tenant.caller, [call("held", { timeoutMs: 60_000 })]);
  await underWay;
  // Calls of the tests before may hang up only now.
  capture.onHangUp(({ path }) => path === "/held" && gone());
  await cancelRun(tenant.caller, runId);
  await hungUp;
  expect((await runWhen(tenant.caller, runId)).status).toBe("cancelled");
});

test("every attempt of a call leaves a line with method, host, status and time", async ({
  tenant,
}) => {
  let count = 0;
  reply = () => {
    count += 1;
    return { status: count === 1 ? 503 : 200 };
  };
  const retry = { maxAttempts: 2, backoff: "fixed", initialMs: 1 };
  const run = await runWhen(tenant.caller, await start(tenant.caller, [call("tell", { retry })]));
  expect(stepsOf(run).tell?.logs).toEqual([
    {
      at: expect.any(String),
      attempt: 1,
      message: `POST ${capture.host}`,
      data: { status: 503, ms: expect.any(Number) },
    },
    {
      at: expect.any(String),
      attempt: 2,
      message: `POST ${capture.host}`,
      data: { status: 200, ms: expect.any(Number) },
    },
  ]);
});

test("a step that waits says until when", async ({ tenant }) => {
  const until = new Date(Date.now() + 3_600_000).toISOString();
  const runId = await start(tenant.caller, [{ id: "wait", type: "delay", with: { until } }]);
  const run = await runWhen(tenant.caller, runId, ({ status }) => status === "waiting");
  expect(Date.parse(stepsOf(run).wait?.waitsUntil ?? "")).toBe(Date.parse(until));
  await cancelRun(tenant.caller, runId);
});
