import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { startCapture } from "../support/capture.ts";
import { eventually, publish, runIn, runsOf } from "../support/journey.ts";
import { type LiveTenant, newLiveTenant } from "../support/live-tenant.ts";

const stack = inject("stack");

let tenant: LiveTenant;
let capture: Awaited<ReturnType<typeof startCapture>>;
let scheduled: string;

const workflow = (name: string, trigger: object, value: object, before: object[] = []) => ({
  schemaVersion: 1,
  name,
  trigger,
  steps: [
    ...before,
    { id: "keep", type: "transform", needs: before.length > 0 ? ["wait"] : [], with: { value } },
  ],
});

const wait = { id: "wait", type: "delay", with: { for: "1h" } };

const manual = { type: "manual", fields: [{ name: "amount", type: "number", required: true }] };

beforeAll(async () => {
  capture = await startCapture(undefined, stack.capturePorts);
  tenant = await newLiveTenant(stack);
  // First, because its minute passes while the others run.
  const every = { type: "schedule", cron: "* * * * *" };
  scheduled = await publish(
    tenant,
    workflow("Every minute", every, { at: "{{ trigger.scheduledAt }}" }),
  );
});
afterAll(async () => {
  await capture.close();
  // Files that count every run there is must not meet one more at the next minute.
  expect((await tenant.api("POST", `/workflows/${scheduled}/pause`)).status).toBe(200);
});

type Issues = { code: string; errors: { path: string }[] };

test("a start by hand takes what the form asks for and runs", async () => {
  const id = await publish(
    tenant,
    workflow("By hand", manual, { n: "{{ trigger.input.amount }}" }),
  );
  const started = await tenant.api<{ runId: string }>("POST", `/workflows/${id}/run`, {
    input: { amount: 12 },
  });
  expect(started.status).toBe(202);
  const run = await runIn(tenant, started.body.runId, "succeeded", "failed");
  expect(run).toMatchObject({ status: "succeeded", triggerKind: "manual" });
  expect(run.requestId).toBe(started.headers.get("x-request-id"));
  expect(run.steps[0]?.output).toEqual({ value: { n: 12 } });
});

test("a start by hand with wrong input names the fields and starts nothing", async () => {
  const id = await publish(tenant, workflow("Checked", manual, {}));
  for (const [input, path] of [
    [{ amount: "twelve" }, "input.amount"],
    [{}, "input.amount"],
    [{ amount: 1, extra: 2 }, "input"],
  ] as const) {
    const { status, body } = await tenant.api<Issues>("POST", `/workflows/${id}/run`, { input });
    expect([status, body.code]).toEqual([422, "invalid_input"]);
    expect(body.errors.map((issue) => issue.path)).toContain(path);
  }
  expect(await runsOf(tenant, id)).toEqual([]);
});

test("an event starts the workflows that wait for it and meet its condition, once an id", async () => {
  const trigger = { type: "event", name: "crm/deal.won", if: "trigger.event.data.amount > 100" };
  const id = await publish(
    tenant,
    workflow("Deals", trigger, { amount: "{{ trigger.event.data.amount }}" }),
  );
  const tell = (amount: number, key: string) =>
    tenant.api("POST", "/events", { name: "crm/deal.won", data: { amount }, id: key });
  expect((await tell(5, "small")).status).toBe(202);
  expect((await tell(500, "big")).body).toMatchObject({ duplicate: false });
  expect((await tell(500, "big")).body).toMatchObject({ duplicate: true });
  const [first] = await eventually("the event's run", async () => {
    const runs = await runsOf(tenant, id);
    return runs.length > 0 ? runs : undefined;
  });
  const run = await runIn(tenant, first?.id ?? "", "succeeded", "failed");
  expect(run).toMatchObject({ status: "succeeded", triggerKind: "event" });
  expect(run.steps[0]?.output).toEqual({ value: { amount: 500 } });
  expect(await runsOf(tenant, id)).toHaveLength(1);
});

test("a run that waits is cancelled at once and for good", async () => {
  const id = await publish(tenant, workflow("Waits", { type: "manual" }, {}, [wait]));
  const { body } = await tenant.api<{ runId: string }>("POST", `/workflows/${id}/run`, {});
  await runIn(tenant, body.runId, "waiting");
  const cancelled = await tenant.api("POST", `/runs/${body.runId}/cancel`);
  expect([cancelled.status, cancelled.body.status]).toEqual([200, "cancelled"]);
  const run = await runIn(tenant, body.runId, "cancelled");
  expect(run.steps.map(({ status }) => status)).toEqual(["cancelled", "cancelled"]);
  expect((await tenant.api("POST", `/runs/${body.runId}/cancel`)).status).toBe(200);
});

test("a replay runs the same trigger again and names the run it repeats, with effects of its own", async () => {
  const steps = [{ id: "tell", type: "http.request", with: { method: "POST", url: capture.url } }];
  const id = await publish(tenant, { ...workflow("Told", { type: "manual" }, {}), steps });
  const { body } = await tenant.api<{ runId: string }>("POST", `/workflows/${id}/run`, {});
  await runIn(tenant, body.runId, "succeeded");
  const replayed = await tenant.api<{ runId: string }>("POST", `/runs/${body.runId}/replay`, {});
  expect(replayed.status).toBe(202);
  const again = await runIn(tenant, replayed.body.runId, "succeeded", "failed");
  expect(again).toMatchObject({ status: "succeeded", replayOf: body.runId });
  expect(capture.requests.map(({ headers }) => headers["idempotency-key"])).toEqual([
    `run:${body.runId}:tell`,
    `run:${again.id}:tell`,
  ]);
  const ended = await tenant.api<Issues>("POST", `/runs/${body.runId}/cancel`);
  expect([ended.status, ended.body.code]).toEqual([409, "conflict"]);
});

test("a schedule starts its workflow at its minute", async () => {
  const [first] = await eventually(
    "the scheduled run",
    async () => {
      const runs = await runsOf(tenant, scheduled);
      return runs.length > 0 ? runs : undefined;
    },
    70_000,
  );
  const run = await runIn(tenant, first?.id ?? "", "succeeded", "failed");
  expect(run).toMatchObject({ status: "succeeded", triggerKind: "schedule" });
  expect(run.steps[0]?.output).toMatchObject({
    value: { at: expect.stringMatching(/:00\.000Z$/) },
  });
}, 80_000);
