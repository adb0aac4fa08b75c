import { sql } from "kysely";
import { afterAll, beforeEach, expect } from "vitest";
import type { Caller } from "@/lib/core/caller";
import { resetEnv } from "@/lib/core/env";
import { cancelRun } from "@/lib/domain/runs/cancel";
import { listItems } from "@/lib/domain/runs/list-items";
import { startRun } from "@/lib/domain/runs/start";
import { asSystem } from "@/lib/infra/db/as-system";
import { startEngine } from "@/tests/runs/support/engine";
import { publish, runWhen, stepsOf } from "@/tests/runs/support/workflow";
import { type Captured, startCapture } from "@/tests/support/capture";
import { test as base } from "@/tests/support/test";

type Reply = { status?: number; body?: string; delayMs?: number };
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

const soon = { maxAttempts: 4, backoff: "fixed", initialMs: 1 };

const call = (id: string, more: object = {}) => ({
  id,
  type: "http.request",
  retry: soon,
  with: { method: "POST", url: `${capture.url}/{{ item.id }}/${id}`, json: { at: "{{ index }}" } },
  ...more,
});

const each = (steps: object[], more: object = {}) => ({
  id: "each",
  type: "for-each",
  with: { items: "trigger.body.items", concurrency: 10, ...more },
  steps,
});

const items = (count: number) => Array.from({ length: count }, (_, id) => ({ id: `i${id}` }));

const run = async (caller: Caller, steps: object[], body: Record<string, unknown>) => {
  const hook = { type: "webhook", provider: "generic" };
  const id = await publish(caller, steps as Parameters<typeof publish>[1], hook);
  return (await startRun(caller, id, { input: body })).runId;
};

test("the body is done for every item, and its results come back in the order of the items", async ({
  tenant,
  calls,
}) => {
  reply = ({ body }) => ({ body: JSON.stringify({ got: JSON.parse(body).at }) });
  const body = [
    call("tell"),
    {
      id: "sum",
      type: "transform",
      needs: ["tell"],
      with: { value: "{{ item.id + ':' + string(steps.tell.output.body.got) }}" },
    },
  ];
  const after = {
    id: "after",
    type: "transform",
    needs: ["each"],
    with: { value: "{{ steps.each.output.results[249].value }}" },
  };
  const runId = await run(tenant.caller, [each(body), after], { items: items(250) });
  const done = await runWhen(tenant.caller, runId);
  expect(done.error).toBeNull();
  expect(stepsOf(done)).toMatchObject({
    each: {
      items: { total: 250, done: 250, failed: 0 },
      input: { items: { count: 250 }, concurrency: 10 },
      output: { count: 250, succeeded: 250, failed: 0, errors: [], resultsCut: false },
    },
    after: { output: { value: "i249:249" } },
  });
  const { results } = (stepsOf(done).each?.output ?? {}) as { results: { value: string }[] };
  expect(results.map(({ value }) => value)).toEqual(
    items(250).map(({ id }, index) => `${id}:${index}`),
  );
  const keys = calls.map(({ headers }) => headers["idempotency-key"]);
  expect(new Set(keys).size).toBe(250);
  expect(calls).toHaveLength(250);
  expect(keys).toContain(`run:${runId}:each:17:tell`);
});

test("at most so many items are under way as concurrency says", async ({ tenant }) => {
  let open = 0;
  let most = 0;
  reply = async () => {
    most = Math.max(most, ++open);
    await new Promise((resolve) => setTimeout(resolve, 20));
    open -= 1;
    return {};
  };
  const runId = await run(tenant.caller, [each([call("tell")], { concurrency: 3 })], {
    items: items(30),
  });
  expect((await runWhen(tenant.caller, runId)).status).toBe("succeeded");
  expect(most).toBe(3);
});

test("an item that fails for a while is tried again under its key and the others do not wait for it", async ({
  tenant,
  calls,
}) => {
  const seen = new Map<string, number>();
  reply = ({ path }) => {
    const count = (seen.get(path) ?? 0) + 1;
    seen.set(path, count);
    return { status: path === "/i3/tell" && count < 4 ? 503 : 200 };
  };
  const runId = await run(
    tenant.caller,
    [each([call("tell"), call("more", { needs: ["tell"] })])],
    {
      items: items(12),
    },
  );
  expect((await runWhen(tenant.caller, runId)).status).toBe("succeeded");
  expect(seen.get("/i3/tell")).toBe(4);
  expect(calls).toHaveLength(12 * 2 + 3);
  const keys = calls.filter(({ path }) => path === "/i3/tell").map(({ headers }) => headers);
  expect(new Set(keys.map((headers) => headers["idempotency-key"])).size).toBe(1);
});

test("what an item's body did before a step of it failed is not done again by the retry", async ({
  tenant,
  calls,
}) => {
  const seen = new Map<string, number>();
  reply = ({ path }) => {
    const count = (seen.get(path) ?? 0) + 1;
    seen.set(path, count);
    return { status: path.endsWith("/second") && count < 3 ? 500 : 200 };
  };
  const retry = { maxAttempts: 4, backoff: "fixed", initialMs: 3000 };
  const body = [call("first"), call("second", { needs: ["first"], retry })];
  const runId = await run(tenant.caller, [each(body)], { items: items(5) });
  expect((await runWhen(tenant.caller, runId)).error).toBeNull();
  expect(calls.filter(({ path }) => path.endsWith("/first"))).toHaveLength(5);
  expect(calls.filter(({ path }) => path.endsWith("/second"))).toHaveLength(15);
});

test("onItemError continue counts what failed and tells why", async ({ tenant }) => {
  reply = ({ path }) => ({ status: /\/i\d*7\//.test(path) ? 404 : 200 });
  const runId = await run(tenant.caller, [each([call("tell")], { onItemError: "continue" })], {
    items: items(300),
  });
  const done = await runWhen(tenant.caller, runId);
  const { each: step } = stepsOf(done);
  expect(step).toMatchObject({
    status: "succeeded",
    items: { total: 300, done: 300, failed: 30 },
    output: { count: 300, succeeded: 270, failed: 30 },
  });
  const { errors, results } = (step?.output ?? {}) as {
    errors: { index: number; code: string }[];
    results: unknown[];
  };
  expect(errors).toHaveLength(20);
  expect(errors[0]).toMatchObject({ index: 7, code: "http_404" });
  expect(results[7]).toBeNull();
  const failed = await listItems(tenant.caller, runId, "each", { limit: 20, status: "failed" });
  expect(failed.data[1]).toMatchObject({
    index: 17,
    input: { id: "i17" },
    attempts: 1,
    error: { code: "http_404", stepId: "tell" },
  });
  const rest = await listItems(tenant.caller, runId, "each", {
    limit: 20,
    status: "failed",
    cursor: failed.nextCursor ?? "",
  });
  expect(rest.data).toHaveLength(10);
  expect(rest.nextCursor).toBeNull();
});

test("onItemError fail begins no further item and fails the step with the item's reason", async ({
  tenant,
  calls,
}) => {
  reply = ({ path }) => ({ status: path === "/i20/tell" ? 422 : 200 });
  const runId = await run(tenant.caller, [each([call("tell")], { concurrency: 2 })], {
    items: items(500),
  });
  const done = await runWhen(tenant.caller, runId);
  expect(done).toMatchObject({ status: "failed", error: { code: "http_422", stepId: "each" } });
  expect(done.error?.message).toContain("Item 21 of 500");
  expect(calls.length).toBeLessThan(30);
});

test("an empty list is done at once, and what is no list is told", async ({ tenant }) => {
  const steps = [each([call("tell")])];
  const empty = await runWhen(tenant.caller, await run(tenant.caller, steps, { items: [] }));
  expect(stepsOf(empty).each).toMatchObject({ status: "succeeded", output: { count: 0 } });
  const none = await runWhen(tenant.caller, await run(tenant.caller, steps, { items: "x" }));
  expect(none).toMatchObject({ status: "failed", error: { stepId: "each" } });
  expect(none.error?.message).toContain("A list is needed");
});

test("cancelling stops a for-each in the middle, and its progress could be seen", async ({
  tenant,
  calls,
}) => {
  reply = () => ({ delayMs: 30 });
  const runId = await run(tenant.caller, [each([call("tell")], { concurrency: 4 })], {
    items: items(2000),
  });
  const seen = await runWhen(
    tenant.caller,
    runId,
    (one) => (stepsOf(one).each?.items?.done ?? 0) > 20,
  );
  expect(stepsOf(seen).each).toMatchObject({ status: "running", items: { total: 2000 } });
  await cancelRun(tenant.caller, runId);
  const settled = async () => {
    const before = calls.length;
    await new Promise((resolve) => setTimeout(resolve, 300));
    return calls.length - before;
  };
  await expect.poll(settled, { timeout: 15_000 }).toBe(0);
  expect(calls.length).toBeLessThan(1500);
  const { data } = await listItems(tenant.caller, runId, "each", { limit: 200 });
  for (const { status } of data) expect(["succeeded", "cancelled"]).toContain(status);
});

test("items of one tenant are not there for another", async ({ tenant, rival }) => {
  const runId = await run(tenant.caller, [each([call("tell")])], { items: items(3) });
  await runWhen(tenant.caller, runId);
  await expect(listItems(rival.caller, runId, "each", { limit: 5 })).rejects.toMatchObject({
    code: "not_found",
  });
  const { rows } =
    await sql`select count(*)::int as n from public.run_items where run_id = ${runId}`.execute(
      asSystem("tests look at what happened"),
    );
  expect(rows).toEqual([{ n: 3 }]);
});
