import { setTimeout as pause } from "node:timers/promises";
import { sql } from "kysely";
import { afterAll, beforeEach, expect } from "vitest";
import { resetEnv } from "@/lib/core/env";
import { dispatchEvent } from "@/lib/domain/events/dispatch";
import { receiveEvent } from "@/lib/domain/events/receive";
import { cancelRun } from "@/lib/domain/runs/cancel";
import { getRunStep } from "@/lib/domain/runs/get";
import { listRuns } from "@/lib/domain/runs/list";
import { replayRun } from "@/lib/domain/runs/replay";
import { asSystem } from "@/lib/infra/db/as-system";
import { startEngine } from "@/tests/runs/support/engine";
import { publish, runWhen, start, stepsOf } from "@/tests/runs/support/workflow";
import { type Captured, startCapture } from "@/tests/support/capture";
import { test as base } from "@/tests/support/test";

type Reply = { status?: number; headers?: Record<string, string>; body?: string; delayMs?: number };
let reply: (request: Captured, index: number) => Reply | Promise<Reply> = () => ({});

const capture = await startCapture((request, index) => reply(request, index));
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

const system = () => asSystem("tests look at what happened");
const paths = (calls: Captured[]) => calls.map(({ path }) => path);
const soon = { maxAttempts: 3, backoff: "fixed", initialMs: 1 };

const call = (id: string, more: object = {}) => ({
  id,
  type: "http.request",
  with: { method: "POST", url: `${capture.url}/${id}`, json: { id } },
  ...more,
});

test("steps run in the order of their needs and hand values on", async ({ tenant, calls }) => {
  const runId = await start(tenant.caller, [
    {
      id: "last",
      type: "transform",
      needs: ["tell"],
      with: { value: "{{ steps.tell.output.status }}" },
    },
    call("tell", { needs: ["big"], when: "steps.big.output.result" }),
    { id: "big", type: "condition", with: { if: "decimal('12.30') > 12" } },
  ]);
  const run = await runWhen(tenant.caller, runId);
  expect(run).toMatchObject({ status: "succeeded", stepsTotal: 3, stepsDone: 3, error: null });
  expect(stepsOf(run)).toMatchObject({
    big: { status: "succeeded", output: { result: true } },
    tell: { status: "succeeded", attempts: 1, output: { status: 200, body: {} } },
    last: { status: "succeeded", output: { value: 200 } },
  });
  expect(calls).toHaveLength(1);
  expect(calls[0]?.headers["idempotency-key"]).toBe(`run:${runId}:tell`);
});

test("branches run side by side, and what needs only one of them does not wait for the other", async ({
  tenant,
  calls,
}) => {
  reply = ({ path }) => ({ delayMs: path === "/slow" ? 1500 : 50 });
  const runId = await start(tenant.caller, [
    call("slow"),
    call("fast"),
    call("after-fast", { needs: ["fast"] }),
    call("both", { needs: ["slow", "after-fast"] }),
  ]);
  const { status } = await runWhen(tenant.caller, runId);
  expect(status).toBe("succeeded");
  expect(new Set(paths(calls).slice(0, 2))).toEqual(new Set(["/slow", "/fast"]));
  expect(paths(calls).slice(2)).toEqual(["/after-fast", "/both"]);
  const [slow, afterFast] = ["/slow", "/after-fast"].map((path) =>
    calls.find((one) => one.path === path),
  );
  expect((afterFast?.at ?? 0) - (slow?.at ?? 0)).toBeLessThan(1400);
});

test("a failing call is tried again under the same key until it succeeds, and each attempt is kept", async ({
  tenant,
  calls,
}) => {
  reply = (_, index) => ({ status: index < 2 ? 503 : 200 });
  const runId = await start(tenant.caller, [call("tell", { retry: soon })]);
  const run = await runWhen(tenant.caller, runId);
  expect(run.status).toBe("succeeded");
  expect(new Set(calls.map(({ headers }) => headers["idempotency-key"]))).toEqual(
    new Set([`run:${runId}:tell`]),
  );
  const { attempts, attemptLog } = stepsOf(run).tell ?? {};
  expect(attempts).toBe(3);
  expect(attemptLog).toMatchObject([
    { n: 1, error: { code: "http_503" } },
    { n: 2, error: { code: "http_503" } },
    { n: 3, endedAt: expect.any(String) },
  ]);
  expect(attemptLog?.[2]?.error).toBeUndefined();
});

test("Retry-After of the other side is kept to", async ({ tenant, calls }) => {
  reply = (_, index) => (index === 0 ? { status: 429, headers: { "retry-after": "2" } } : {});
  const runId = await start(tenant.caller, [call("tell", { retry: soon })]);
  await runWhen(tenant.caller, runId);
  const waitedMs = (calls[1]?.at ?? 0) - (calls[0]?.at ?? 0);
  expect(waitedMs).toBeGreaterThanOrEqual(1990);
  expect(waitedMs).toBeLessThan(4500);
});

test("the last attempt fails the run with the step and the reason, and later steps never begin", async ({
  tenant,
  calls,
}) => {
  reply = () => ({ status: 500, body: '{"reason":"no stock"}' });
  const runId = await start(tenant.caller, [
    call("tell", { retry: { ...soon, maxAttempts: 2 } }),
    call("after", { needs: ["tell"] }),
  ]);
  const run = await runWhen(tenant.caller, runId);
  expect(run).toMatchObject({ status: "failed", error: { code: "http_500", stepId: "tell" } });
  expect(run.error?.message).toContain("no stock");
  expect(stepsOf(run)).toMatchObject({
    tell: { status: "failed", attempts: 2 },
    after: { status: "cancelled" },
  });
  expect(calls).toHaveLength(2);
});

test("what a retry cannot mend is tried once", async ({ tenant, calls }) => {
  reply = () => ({ status: 404 });
  const run = await runWhen(
    tenant.caller,
    await start(tenant.caller, [call("tell", { retry: soon })]),
  );
  expect(run).toMatchObject({ status: "failed", error: { code: "http_404" } });
  expect(calls).toHaveLength(1);
});

test("a step whose when is false is skipped, and so is what needs it", async ({
  tenant,
  calls,
}) => {
  const runId = await start(tenant.caller, [
    { id: "big", type: "condition", with: { if: "1 > 2" } },
    call("tell", { needs: ["big"], when: "steps.big.output.result" }),
    call("after", { needs: ["tell"] }),
    call("either", { needs: ["big", "tell"], join: "any" }),
  ]);
  const run = await runWhen(tenant.caller, runId);
  expect(run).toMatchObject({ status: "succeeded", stepsDone: 4 });
  expect(stepsOf(run)).toMatchObject({
    tell: { status: "skipped" },
    after: { status: "skipped" },
    either: { status: "succeeded" },
  });
  expect(paths(calls)).toEqual(["/either"]);
});

test("onError continue goes on, and the failure can be asked for", async ({ tenant }) => {
  reply = ({ path }) => ({ status: path === "/tell" ? 400 : 200 });
  const runId = await start(tenant.caller, [
    call("tell", { onError: "continue" }),
    {
      id: "why",
      type: "transform",
      needs: ["tell"],
      with: { value: "{{ steps.tell.error.code }}" },
    },
  ]);
  const run = await runWhen(tenant.caller, runId);
  expect(run.status).toBe("succeeded");
  expect(stepsOf(run)).toMatchObject({
    tell: { status: "failed" },
    why: { output: { value: "http_400" } },
  });
});

test("onError run takes the way out only after a failure", async ({ tenant, calls }) => {
  const steps = [
    call("tell", { onError: { run: "instead" } }),
    call("instead", {}),
    call("after", { needs: ["tell"] }),
    call("join", { needs: ["tell", "instead"], join: "any" }),
  ];
  const well = await runWhen(tenant.caller, await start(tenant.caller, steps));
  expect(stepsOf(well)).toMatchObject({
    instead: { status: "skipped" },
    after: { status: "succeeded" },
  });
  calls.length = 0;
  reply = ({ path }) => ({ status: path === "/tell" ? 400 : 200 });
  const badly = await runWhen(tenant.caller, await start(tenant.caller, steps));
  expect(badly.status).toBe("succeeded");
  expect(stepsOf(badly)).toMatchObject({
    instead: { status: "succeeded" },
    after: { status: "skipped" },
  });
  expect(paths(calls)).toEqual(["/tell", "/instead", "/join"]);
});

test("a delay holds the run in waiting and then goes on", async ({ tenant, calls }) => {
  const runId = await start(tenant.caller, [
    { id: "wait", type: "delay", with: { for: "1500ms" } },
    call("after", { needs: ["wait"] }),
  ]);
  const waiting = await runWhen(tenant.caller, runId, ({ status }) => status === "waiting");
  expect(stepsOf(waiting)).toMatchObject({
    wait: { status: "waiting" },
    after: { status: "pending" },
  });
  expect(calls).toHaveLength(0);
  const run = await runWhen(tenant.caller, runId);
  expect(run.status).toBe("succeeded");
  expect(stepsOf(run).wait).toMatchObject({
    status: "succeeded",
    output: { until: expect.any(String) },
  });
  expect(run.durationMs).toBeGreaterThanOrEqual(1500);
});

test("a cancelled run stays cancelled and begins nothing more, even while a call is under way", async ({
  tenant,
  calls,
}) => {
  let arrived = () => {};
  const underWay = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  reply = () => {
    arrived();
    return { delayMs: 600 };
  };
  const runId = await start(tenant.caller, [call("tell"), call("after", { needs: ["tell"] })]);
  await underWay;
  expect((await cancelRun(tenant.caller, runId)).status).toBe("cancelled");
  await pause(1200);
  const run = await runWhen(tenant.caller, runId);
  expect(run.status).toBe("cancelled");
  expect(stepsOf(run)).toMatchObject({
    tell: { status: "cancelled" },
    after: { status: "cancelled" },
  });
  expect(calls).toHaveLength(1);
  await expect(cancelRun(tenant.caller, runId)).resolves.toMatchObject({ status: "cancelled" });
});

test("a cancelled delay does not wake up", async ({ tenant, calls }) => {
  const runId = await start(tenant.caller, [
    { id: "wait", type: "delay", with: { for: "1200ms" } },
    call("after", { needs: ["wait"] }),
  ]);
  await runWhen(tenant.caller, runId, ({ status }) => status === "waiting");
  await cancelRun(tenant.caller, runId);
  await pause(1600);
  expect(calls).toHaveLength(0);
  expect((await runWhen(tenant.caller, runId)).status).toBe("cancelled");
});

test("a replay is a new run of the same trigger with effects of its own", async ({
  tenant,
  calls,
}) => {
  const first = await start(tenant.caller, [call("tell")]);
  await runWhen(tenant.caller, first);
  const { runId } = await replayRun(tenant.caller, first, { version: "same" });
  const run = await runWhen(tenant.caller, runId);
  expect(run).toMatchObject({ status: "succeeded", replayOf: first });
  expect(calls.map(({ headers }) => headers["idempotency-key"])).toEqual([
    `run:${first}:tell`,
    `run:${runId}:tell`,
  ]);
});

test("a value that an expression cannot work with fails the run with a sentence", async ({
  tenant,
  calls,
}) => {
  const runId = await start(tenant.caller, [
    { id: "big", type: "condition", with: { if: "'12' > 5" } },
    call("after", { needs: ["big"] }),
  ]);
  const run = await runWhen(tenant.caller, runId);
  expect(run).toMatchObject({
    status: "failed",
    error: { code: "expression_value", stepId: "big" },
  });
  expect(run.error?.message).toContain("do not compare");
  expect(calls).toHaveLength(0);
});

test("an answer that is too long is cut and says so", async ({ tenant }) => {
  reply = () => ({ body: JSON.stringify({ text: "x".repeat(400_000) }) });
  const run = await runWhen(tenant.caller, await start(tenant.caller, [call("tell")]));
  expect(run.status).toBe("succeeded");
  expect(stepsOf(run).tell?.output).toMatchObject({ truncated: true });
  const { output } = await getRunStep(tenant.caller, run.id, "tell");
  expect(output).toMatchObject({ status: 200, truncated: true, bytes: 400_011 });
});

test("a mail step writes one mail for the run and ends", async ({ tenant }) => {
  const runId = await start(tenant.caller, [
    {
      id: "mail",
      type: "email.send",
      with: { to: "team@acme.example", subject: "Hello", text: "One.\n\nTwo." },
    },
  ]);
  const run = await runWhen(tenant.caller, runId);
  expect(run.error).toBeNull();
  const { rows } =
    await sql`select key, recipient, subject, run_id from public.mails where run_id = ${runId}`.execute(
      system(),
    );
  expect(rows).toEqual([
    { key: `run:${runId}:mail`, recipient: "team@acme.example", subject: "Hello", runId },
  ]);
});

test("secrets in headers are not kept in history", async ({ tenant, calls }) => {
  const runId = await start(tenant.caller, [
    {
      id: "tell",
      type: "http.request",
      with: { url: capture.url, headers: { Authorization: "Bearer s3cret" } },
    },
  ]);
  const run = await runWhen(tenant.caller, runId);
  expect(calls[0]?.headers.authorization).toBe("Bearer s3cret");
  expect(JSON.stringify(run)).not.toContain("s3cret");
});

test("an event starts the live workflows whose filter holds, once however often it is sent", async ({
  tenant,
  calls,
}) => {
  const trigger = (filter: string) => ({ type: "event", name: "stock.low", if: filter });
  const yes = await publish(tenant.caller, [call("yes")], trigger("trigger.event.data.left < 5"));
  await publish(tenant.caller, [call("no")], trigger("trigger.event.data.left > 5"));
  await publish(tenant.caller, [call("broken")], trigger("trigger.event.data.left + {} == 1"));
  const event = { name: "stock.low", data: { left: 3 }, id: "e-1" };
  const first = await receiveEvent(tenant.caller, event);
  const again = await receiveEvent(tenant.caller, event);
  expect(again).toEqual({ id: first.id, duplicate: true });
  await expect.poll(async () => (await listRuns(tenant.caller, { limit: 10 })).data.length).toBe(1);
  const [run] = (await listRuns(tenant.caller, { limit: 10 })).data;
  expect(run).toMatchObject({ workflowId: yes, triggerKind: "event" });
  await runWhen(tenant.caller, run?.id ?? "");
  expect(await dispatchEvent(system(), { tenantId: tenant.tenantId, eventId: first.id })).toBe(0);
  expect(paths(calls)).toEqual(["/yes"]);
});
