import { sql } from "kysely";
import { afterAll, describe, expect } from "vitest";
import { worker } from "@/lib/core/caller";
import { resetEnv } from "@/lib/core/env";
import { uuidv7 } from "@/lib/core/ids";
import { cancelRun } from "@/lib/domain/runs/cancel";
import { listRuns } from "@/lib/domain/runs/list";
import { startRun } from "@/lib/domain/runs/start";
import { archiveWorkflow } from "@/lib/domain/workflows/archive";
import { createWorkflow } from "@/lib/domain/workflows/create";
import { publishWorkflow } from "@/lib/domain/workflows/publish";
import { startFollowers } from "@/lib/domain/workflows/triggers/start-followers";
import { updateWorkflow } from "@/lib/domain/workflows/update";
import { asSystem } from "@/lib/infra/db/as-system";
import { startEngine } from "@/tests/runs/support/engine";
import { publish, runWhen, type StepDraft } from "@/tests/runs/support/workflow";
import type { Actor } from "@/tests/support/actor";
import { test as base } from "@/tests/support/test";

const engine = await startEngine(["workflows-start-following"]);
afterAll(() => engine.close());

const test = base.extend("connected", { auto: true }, ({ database: _ }) => {
  resetEnv();
  engine.connect();
});

const system = () => asSystem("tests look at what happened");
const STEPS: StepDraft[] = [
  { id: "sum", type: "transform", with: { value: "{{ 1 + 2 }}" } },
  { id: "big", type: "transform", with: { value: "x".repeat(20_000) } },
];
const SEE: StepDraft[] = [
  { id: "see", type: "transform", with: { value: "{{ trigger.run.outputs.sum.value }}" } },
];

const follow = (
  { caller }: Actor,
  workflowId: string,
  on?: ("succeeded" | "failed" | "cancelled")[],
) => publish(caller, SEE, { type: "workflow", workflowId, ...(on && { on }) });

const runsOf = async ({ caller }: Actor, workflowId: string) =>
  (await listRuns(caller, { limit: 50, workflowId })).data;

const runOf = async (tenant: Actor, workflowId: string) => {
  await expect
    .poll(async () => (await runsOf(tenant, workflowId)).length, { timeout: 15_000 })
    .toBe(1);
  const [run] = await runsOf(tenant, workflowId);
  return runWhen(tenant.caller, run?.id ?? "");
};

describe("the end of a run", () => {
  test("starts what follows it, with its state and outputs", async ({ tenant }) => {
    const source = await publish(tenant.caller, STEPS);
    const follower = await follow(tenant, source);
    const { runId } = await startRun(tenant.caller, source, { input: {} });
    const run = await runOf(tenant, follower);
    expect(run).toMatchObject({
      status: "succeeded",
      triggerKind: "workflow",
      triggerRef: runId,
      trigger: {
        run: {
          id: runId,
          workflowId: source,
          workflowName: "Test",
          version: 1,
          status: "succeeded",
          error: null,
          outputs: { sum: { value: 3 }, big: { truncated: true } },
        },
      },
    });
    expect(run.steps[0]?.output).toEqual({ value: 3 });
  });

  test("starts only what follows that end, and a failure is told with its error", async ({
    tenant,
  }) => {
    const source = await publish(tenant.caller, [
      { id: "bad", type: "transform", with: { value: "{{ 1 / 0 }}" } },
    ]);
    const glad = await follow(tenant, source);
    const sad = await follow(tenant, source, ["failed", "cancelled"]);
    await startRun(tenant.caller, source, { input: {} });
    const run = await runOf(tenant, sad);
    expect(run.trigger).toMatchObject({
      run: { status: "failed", error: { code: "expression_value", stepId: "bad" }, outputs: {} },
    });
    expect(await runsOf(tenant, glad)).toEqual([]);
  });

  test("by cancelling starts what follows that", async ({ tenant }) => {
    const source = await publish(tenant.caller, [
      { id: "wait", type: "delay", with: { for: "1h" } },
    ]);
    const follower = await follow(tenant, source, ["cancelled"]);
    const { runId } = await startRun(tenant.caller, source, { input: {} });
    await runWhen(tenant.caller, runId, ({ status }) => status === "waiting");
    await cancelRun(tenant.caller, runId);
    expect((await runOf(tenant, follower)).trigger).toMatchObject({ run: { status: "cancelled" } });
  });

  test("is told once, and starts each follower once, however often it is worked on", async ({
    tenant,
  }) => {
    const source = await publish(tenant.caller, STEPS);
    const followers = [await follow(tenant, source), await follow(tenant, source)];
    const { runId } = await startRun(tenant.caller, source, { input: {} });
    for (const id of followers) await runOf(tenant, id);
    const caller = worker("workflows-start-following", tenant.tenantId);
    const again = await Promise.all([1, 2, 3].map(() => startFollowers(caller, runId)));
    expect(again).toEqual([0, 0, 0]);
    for (const id of followers) expect(await runsOf(tenant, id)).toHaveLength(1);
  });

  test("is told once when somebody follows that end, and to nobody otherwise", async ({
    tenant,
  }) => {
    const source = await publish(tenant.caller, STEPS);
    const gone = await follow(tenant, source);
    /** What the transaction that ends a run writes for followers. */
    const toldBy = (status: string) =>
      system()
        .transaction()
        .execute(async (tx) => {
          const id = uuidv7();
          await sql`insert into public.runs (tenant_id, id, workflow_id, workflow_name, version, trigger_kind, trigger)
            values (${tenant.tenantId}, ${id}, ${source}, 'x', 1, 'manual', '{}')`.execute(tx);
          for (const next of ["running", status])
            await sql`update public.runs set status = ${next}, ended_at = now() where id = ${id}`.execute(
              tx,
            );
          await sql`update public.runs set status = ${status} where id = ${id}`.execute(tx);
          const { rows } = await sql<{ data: object }>`select data from app.outbox
            where name = 'workflows/run.followed' and data ->> 'runId' = ${id}`.execute(tx);
          return rows.length;
        });
    expect(await toldBy("succeeded")).toBe(1);
    expect(await toldBy("failed")).toBe(0);
    await follow(tenant, source);
    expect(await toldBy("succeeded")).toBe(1);
    await archiveWorkflow(tenant.caller, gone);
    expect(await toldBy("succeeded")).toBe(1);
    expect(await toldBy("cancelled")).toBe(0);
  });

  test("of another tenant's run starts nothing here", async ({ tenant, rival }) => {
    const source = await publish(tenant.caller, STEPS);
    await expect(follow(rival, source)).rejects.toMatchObject({
      code: "invalid_input",
      issues: [{ path: "trigger.workflowId", code: "unknown_workflow" }],
    });
  });
});

describe("a loop", () => {
  const draft = (workflowId: string, name: string, steps = SEE) => ({
    schemaVersion: 1,
    name,
    trigger: { type: "workflow", workflowId },
    steps,
  });
  const refusal = (message: RegExp) =>
    expect.objectContaining({
      code: "invalid_input",
      message: expect.stringMatching(message),
      issues: [expect.objectContaining({ path: "trigger.workflowId", code: "cycle" })],
    });

  test("of one, of two or of three is refused when it is published, with the way round", async ({
    tenant: { caller },
  }) => {
    const a = await publish(caller, STEPS);
    const turn = async (id: string, source: string, name: string) => {
      await updateWorkflow(caller, id, { definition: draft(source, name) });
      return publishWorkflow(caller, id, { note: "" });
    };
    await expect(turn(a, a, "A")).rejects.toEqual(refusal(/own end/));
    const { id: b } = await createWorkflow(caller, { definition: draft(a, "B") });
    await publishWorkflow(caller, b, { note: "" });
    await expect(turn(a, b, "A")).rejects.toEqual(refusal(/"A" → "B" → "A"/));
    const { id: c } = await createWorkflow(caller, { definition: draft(b, "C") });
    await publishWorkflow(caller, c, { note: "" });
    await expect(turn(a, c, "A")).rejects.toEqual(refusal(/"A" → "B" → "C" → "A"/));
  });

  test("whose halves are published at the same time is refused for one of them", async ({
    tenant: { caller },
  }) => {
    for (let round = 0; round < 5; round++) {
      const [a, b] = [await publish(caller, STEPS), await publish(caller, STEPS)];
      await updateWorkflow(caller, a, { definition: draft(b, "A") });
      await updateWorkflow(caller, b, { definition: draft(a, "B") });
      const results = await Promise.allSettled(
        [a, b].map((id) => publishWorkflow(caller, id, { note: "" })),
      );
      expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    }
  });

  test("that nobody saw coming ends after ten runs in a row, and says so", async ({ tenant }) => {
    const { caller, tenantId } = tenant;
    const source = await publish(caller, STEPS);
    const follower = await follow(tenant, source);
    const ids = Array.from({ length: 11 }, () => uuidv7());
    for (const [index, id] of ids.entries())
      await sql`insert into public.runs (tenant_id, id, workflow_id, workflow_name, version, status, trigger_kind, trigger,
        trigger_ref, ended_at) values (${tenantId}, ${id}, ${source}, 'x', 1, 'succeeded',
        ${index === 0 ? "manual" : "workflow"}, '{}', ${ids[index - 1] ?? null}, now())`.execute(
        system(),
      );
    const worked = worker("workflows-start-following", tenantId);
    await startFollowers(worked, ids[9] ?? "");
    await startFollowers(worked, ids[10] ?? "");
    const runs = await runsOf(tenant, follower);
    const late = runs.filter(({ error }) => error?.code === "too_deep");
    expect(runs).toHaveLength(2);
    expect(late).toMatchObject([{ status: "failed" }]);
    const asked = (await tenant.events()).filter(({ name }) => name === "workflows/run.requested");
    expect(asked.map(({ data }) => data.runId)).not.toContain(late[0]?.id);
  });
});
