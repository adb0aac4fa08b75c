import { afterAll, beforeEach, expect } from "vitest";
import { resetEnv } from "@/lib/core/env";
import { cancelRun } from "@/lib/domain/runs/cancel";
import type { RunDetail } from "@/lib/domain/runs/schema";
import { startEngine } from "@/tests/runs/support/engine";
import { runWhen, start, stepsOf } from "@/tests/runs/support/workflow";
import { startCapture } from "@/tests/support/capture";
import { test as base } from "@/tests/support/test";

let reply: () => Promise<{ status?: number }> | { status?: number } = () => ({});

const capture = await startCapture(() => reply());
const engine = await startEngine();

const test = base.extend("ready", { auto: true }, ({ database: _ }) => {
  process.env.STEWARD_OUTBOUND_ALLOW = capture.host;
  resetEnv();
  engine.connect();
});

beforeEach(() => {
  reply = () => ({});
});

afterAll(async () => {
  await engine.close();
  await capture.close();
});

const steps = (retry?: object) => [
  { id: "shape", type: "transform", with: { value: 1 } },
  {
    id: "tell",
    type: "http.request",
    needs: ["shape"],
    with: { method: "POST", url: capture.url, json: {} },
    ...(retry && { retry }),
  },
];

const beganBeforeItsStep = (run: RunDetail) => {
  const step = Date.parse(stepsOf(run).tell?.startedAt ?? "");
  return Date.parse(run.startedAt ?? "") <= step;
};

test("a run that is over at once began before its step did, and not when it ended", async ({
  tenant,
}) => {
  const run = await runWhen(tenant.caller, await start(tenant.caller, steps()));
  expect(run).toMatchObject({ status: "succeeded", stepsDone: 2 });
  expect(beganBeforeItsStep(run)).toBe(true);
});

test("a run whose only effect takes long says so while it does, and since when", async ({
  tenant,
}) => {
  const gate = Promise.withResolvers<object>();
  reply = () => gate.promise;
  const id = await start(tenant.caller, steps());
  const during = await runWhen(tenant.caller, id, ({ status }) => status === "running");
  expect(during).toMatchObject({ stepsDone: 1, startedAt: expect.any(String) });
  expect(beganBeforeItsStep(during)).toBe(true);
  gate.resolve({});
  const after = await runWhen(tenant.caller, id);
  expect(after).toMatchObject({ status: "succeeded", startedAt: during.startedAt });
});

test("a run whose only effect is tried again later is under way until then", async ({ tenant }) => {
  reply = () => ({ status: 503 });
  const retry = { maxAttempts: 3, backoff: "fixed", initialMs: 60_000 };
  const id = await start(tenant.caller, steps(retry));
  const isUnderWay = (run: RunDetail) =>
    run.status === "running" && stepsOf(run).tell?.status === "waiting";
  expect(isUnderWay(await runWhen(tenant.caller, id, isUnderWay))).toBe(true);
  await cancelRun(tenant.caller, id);
});
