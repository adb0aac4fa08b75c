import { sql } from "kysely";
import { afterAll, expect } from "vitest";
import { GET as READ } from "@/app/api/v1/runs/[id]/route";
import { resetEnv } from "@/lib/core/env";
import { cancelRun } from "@/lib/domain/runs/cancel";
import { startRun } from "@/lib/domain/runs/start";
import { archiveWorkflow } from "@/lib/domain/workflows/archive";
import { createWorkflow } from "@/lib/domain/workflows/create";
import { asSystem } from "@/lib/infra/db/as-system";
import { startEngine } from "@/tests/runs/support/engine";
import { publish, runWhen, type StepDraft, start, stepsOf } from "@/tests/runs/support/workflow";
import type { Actor } from "@/tests/support/actor";
import { startCapture } from "@/tests/support/capture";
import { test as base, params } from "@/tests/support/test";

let status = 200;
const capture = await startCapture(() => ({ status }));
const engine = await startEngine(["waits-cancel-children"]);
afterAll(async () => {
  await engine.close();
  await capture.close();
});

const test = base.extend("engine", { auto: true }, ({ database: _ }) => {
  process.env.STEWARD_OUTBOUND_ALLOW = capture.host;
  resetEnv();
  status = 200;
  engine.connect();
});

const system = () => asSystem("tests look at what happened");

const form = {
  type: "manual",
  fields: [{ name: "order", type: "text", required: true }],
};

const double: StepDraft[] = [
  { id: "first", type: "transform", with: { value: 1 } },
  {
    id: "last",
    type: "transform",
    needs: ["first"],
    with: { value: "{{ trigger.input.order + '!' }}" },
  },
];

const call = (workflow: string, more: object = {}): StepDraft => ({
  id: "sub",
  type: "workflow.run",
  with: { workflow, ...more },
});

const childrenOf = async (runId: string) =>
  (
    await sql<{ id: string; status: string; depth: number; triggerKind: string }>`
      select id, status, depth, trigger_kind from public.runs where parent_run_id = ${runId} order by id`.execute(
      system(),
    )
  ).rows;

const firstChild = async (runId: string): Promise<string> => {
  await expect.poll(() => childrenOf(runId), { timeout: 15_000 }).toHaveLength(1);
  return (await childrenOf(runId))[0]?.id ?? "";
};

test("a step runs another workflow once, waits for it and gets the outputs of its last steps", async ({
  tenant,
}) => {
  const child = await publish(tenant.caller, double, form);
  const runId = await start(tenant.caller, [call(child, { input: { order: "A-7" } })]);
  const run = await runWhen(tenant.caller, runId);
  const children = await childrenOf(runId);
  expect(children).toMatchObject([{ status: "succeeded", depth: 1, triggerKind: "workflow" }]);
  expect(stepsOf(run).sub?.output).toEqual({
    runId: children[0]?.id,
    status: "succeeded",
    output: { last: { value: "A-7!" } },
  });
});

test("a run tells which step of which run started it, and that step tells of the run it started", async ({
  tenant,
  rival,
}) => {
  const nap: StepDraft = { id: "nap", type: "delay", with: { for: "1h" } };
  const child = await publish(tenant.caller, [nap]);
  const runId = await start(tenant.caller, [call(child)]);
  const childId = await firstChild(runId);
  const read = async (actor: Actor, id: string) =>
    (await READ(actor.request("GET"), params({ id }))).json();
  const parent = await runWhen(tenant.caller, runId, ({ status }) => status === "waiting");
  expect(stepsOf(parent).sub).toMatchObject({ status: "waiting", childRunId: childId });
  expect(parent.parent).toBeNull();
  const below = await read(tenant, childId);
  const { workflowId, workflowName } = parent;
  expect(below.parent).toEqual({ runId, stepId: "sub", workflowId, workflowName });
  expect(below.steps).toMatchObject([{ id: "nap", childRunId: null }]);
  expect(await read(rival, childId)).toMatchObject({ status: 404 });
  await sql`delete from public.runs where id = ${runId}`.execute(system());
  expect((await read(tenant, childId)).parent).toEqual({
    ...{ runId, stepId: "sub" },
    ...{ workflowId: null, workflowName: null },
  });
});

test("with wait: false the step ends when the child is queued, and the child outlives its parent", async ({
  tenant,
}) => {
  const nap: StepDraft = { id: "nap", type: "delay", with: { for: "1h" } };
  const child = await publish(tenant.caller, [nap]);
  const runId = await start(tenant.caller, [call(child, { wait: false })]);
  const run = await runWhen(tenant.caller, runId);
  const childId = await firstChild(runId);
  expect(stepsOf(run).sub?.output).toEqual({
    runId: childId,
    status: expect.stringMatching(/queued|running|waiting/),
    output: null,
  });
  expect((await runWhen(tenant.caller, childId, () => true)).endedAt).toBeNull();
});

test("a child that fails fails the step with its error and where to look, and onError applies", async ({
  tenant,
}) => {
  status = 422;
  const tell: StepDraft = { id: "tell", type: "http.request", with: { url: `${capture.url}/x` } };
  const child = await publish(tenant.caller, [tell]);
  const hard = await start(tenant.caller, [call(child)]);
  const soft = await start(tenant.caller, [
    { ...call(child), onError: "continue" },
    {
      id: "code",
      type: "transform",
      needs: ["sub"],
      with: { value: "{{ steps.sub.error.code }}" },
    },
  ]);
  const failed = await runWhen(tenant.caller, hard);
  expect(failed).toMatchObject({
    status: "failed",
    error: { code: "child_failed", stepId: "sub" },
  });
  expect((failed.error as { message: string }).message).toMatch(
    new RegExp(`^"Test" failed at "tell" \\(http_422\\): .*See /runs/${await firstChild(hard)}$`),
  );
  const run = await runWhen(tenant.caller, soft);
  expect(run.status).toBe("succeeded");
  expect(stepsOf(run).code?.output).toEqual({ value: "child_failed" });
});

test("cancelling the child fails the step; cancelling the parent cancels the child and the child's child", async ({
  tenant,
}) => {
  const nap: StepDraft = { id: "nap", type: "delay", with: { for: "1h" } };
  const bottom = await publish(tenant.caller, [nap]);
  const middle = await publish(tenant.caller, [call(bottom)]);
  const alone = await start(tenant.caller, [call(bottom)]);
  await cancelRun(tenant.caller, await firstChild(alone));
  expect((await runWhen(tenant.caller, alone)).error).toMatchObject({ code: "child_cancelled" });

  const top = await start(tenant.caller, [call(middle)]);
  const below = await firstChild(top);
  const lowest = await firstChild(below);
  await runWhen(tenant.caller, lowest, ({ status }) => status === "waiting");
  await cancelRun(tenant.caller, top);
  for (const id of [below, lowest])
    expect((await runWhen(tenant.caller, id)).status).toBe("cancelled");
  const { rows } = await sql`select from public.run_waits where closed_at is null
    and run_id in (${top}, ${below}, ${lowest})`.execute(system());
  expect(rows).toEqual([]);
});

test("a child that takes too long fails the step and goes on", async ({ tenant }) => {
  const nap: StepDraft = { id: "nap", type: "delay", with: { for: "1h" } };
  const child = await publish(tenant.caller, [nap]);
  const runId = await start(tenant.caller, [call(child, { timeout: "1s" })]);
  expect((await runWhen(tenant.caller, runId)).error).toMatchObject({ code: "child_timed_out" });
  expect((await runWhen(tenant.caller, await firstChild(runId), () => true)).endedAt).toBeNull();
});

test("a child that is gone, not published, of another company or given wrong input is a clear error and starts nothing", async ({
  tenant,
  rival,
}) => {
  const gone = await publish(tenant.caller, double, form);
  const definition = { schemaVersion: 1, name: "Draft", trigger: form, steps: double };
  const { id: draft } = await createWorkflow(tenant.caller, { definition });
  const checked = await publish(tenant.caller, double, form);
  const foreign = await publish(rival.caller, double, form);
  const cases: [string, object, string][] = [
    [gone, {}, "does not exist any more"],
    [draft, {}, "is not published"],
    [foreign, {}, "does not exist any more"],
    [checked, { input: { order: 5 } }, "does not fit"],
  ];
  const runs = await Promise.all(
    cases.map(async ([workflow, more]) => {
      const parent = await publish(tenant.caller, [call(workflow, more)]);
      return { parent };
    }),
  );
  await archiveWorkflow(tenant.caller, gone);
  for (const [n, { parent }] of runs.entries()) {
    const { runId } = await startRun(tenant.caller, parent, { input: {} });
    const run = await runWhen(tenant.caller, runId);
    expect(run.status).toBe("failed");
    expect((run.error as { message: string }).message).toContain(cases[n]?.[2]);
    expect(await childrenOf(runId)).toEqual([]);
  }
});

const chain = async (tenant: Actor, levels: number): Promise<string> => {
  let below = await publish(tenant.caller, [{ id: "end", type: "transform", with: { value: 1 } }]);
  for (let n = 0; n < levels; n++) below = await publish(tenant.caller, [call(below)]);
  return below;
};

test("eight levels run, a ninth is refused and its error climbs to the top", async ({ tenant }) => {
  const deep = await chain(tenant, 9);
  const { runId } = await startRun(tenant.caller, deep, { input: {} });
  const run = await runWhen(tenant.caller, runId);
  expect(run.status).toBe("failed");
  const { rows } = await sql<{ depth: number }>`
    select max(depth)::int as depth from public.runs where tenant_id = ${tenant.tenantId}`.execute(
    system(),
  );
  expect(rows).toEqual([{ depth: 8 }]);
  expect((run.error as { message: string }).message).toContain("at 8 levels");
}, 60_000);
