import { afterAll, beforeEach, expect } from "vitest";
import { resetEnv } from "@/lib/core/env";
import { giveBackRetry, takeRetry } from "@/lib/domain/runs/execution/attempts/budget";
import { startRun } from "@/lib/domain/runs/start";
import { asSystem } from "@/lib/infra/db/as-system";
import { startEngine } from "@/tests/runs/support/engine";
import { publish, runWhen, stepsOf } from "@/tests/runs/support/workflow";
import { startCapture } from "@/tests/support/capture";
import { test as base } from "@/tests/support/test";

let status = 503;
const capture = await startCapture(() => ({ status }));
const engine = await startEngine();

const test = base.extend("calls", { auto: true }, ({ database: _ }) => {
  process.env.STEWARD_OUTBOUND_ALLOW = capture.host;
  resetEnv();
  engine.connect();
  capture.requests.length = 0;
  return capture.requests;
});

beforeEach(() => {
  status = 503;
});

afterAll(async () => {
  await engine.close();
  await capture.close();
});

const system = () => asSystem("tests act as the durable function");

test("while a host is down, retries stop when the budget for it is used up, and say so", async ({
  tenant,
  calls,
}) => {
  const retry = { maxAttempts: 3, backoff: "fixed", initialMs: 1 };
  const step = {
    id: "each",
    type: "for-each",
    with: { items: "trigger.body.items", concurrency: 20, onItemError: "continue" },
    steps: [
      {
        id: "tell",
        type: "http.request",
        retry,
        with: { method: "POST", url: capture.url, json: {} },
      },
    ],
  };
  const id = await publish(tenant.caller, [step], { type: "webhook", provider: "generic" });
  const items = Array.from({ length: 400 }, (_, index) => index);
  const { runId } = await startRun(tenant.caller, id, { input: { items } });
  const run = await runWhen(tenant.caller, runId);
  // 500 tokens, 5 for a retry: a hundred retries for any number of calls.
  expect(calls).toHaveLength(500);
  const { output } = stepsOf(run).each ?? {};
  expect(output).toMatchObject({ failed: 400 });
  const { errors } = output as { errors: { code: string; message: string }[] };
  const codes = new Set(errors.map(({ code }) => code));
  expect([...codes].every((code) => ["http_503", "retry_budget_exhausted"].includes(code))).toBe(
    true,
  );
  const all = await system()
    .selectFrom("runItems")
    .select(({ fn }) => fn.countAll<string>().as("n"))
    .where("runId", "=", runId)
    .where("error", "@>", JSON.stringify({ code: "retry_budget_exhausted" }) as never)
    .executeTakeFirst();
  expect(Number(all?.n)).toBeGreaterThan(250);
});

test("a budget is a tenant's own for each host, and successes fill it again", async ({
  tenant,
  rival,
}) => {
  const take = (tenantId: string, host = "api.example.com", isTimeout = false) =>
    takeRetry(system(), tenantId, host, isTimeout);
  for (let i = 0; i < 50; i++) expect(await take(tenant.tenantId, undefined, true)).toBe(true);
  expect(await take(tenant.tenantId)).toBe(false);
  expect(await take(rival.tenantId)).toBe(true);
  expect(await take(tenant.tenantId, "other.example.com")).toBe(true);
  for (let i = 0; i < 7; i++) giveBackRetry(system(), tenant.tenantId, "api.example.com");
  await expect.poll(() => take(tenant.tenantId), { timeout: 15_000, interval: 300 }).toBe(true);
  const { tokens } = await system()
    .selectFrom("retryBudgets")
    .select("tokens")
    .where("tenantId", "=", tenant.tenantId)
    .where("host", "=", "api.example.com")
    .executeTakeFirstOrThrow();
  expect(tokens).toBe(2);
});

test("fifty retries at once take no more than there is", async ({ tenant }) => {
  const taken = await Promise.all(
    Array.from({ length: 150 }, () =>
      takeRetry(system(), tenant.tenantId, "busy.example.com", false),
    ),
  );
  expect(taken.filter(Boolean)).toHaveLength(100);
});
