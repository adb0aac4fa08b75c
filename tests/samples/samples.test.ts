import { sql } from "kysely";
import { afterAll, expect } from "vitest";
import { decideApproval } from "@/lib/domain/approvals/decide";
import { queueEscalations } from "@/lib/domain/approvals/escalate";
import { listApprovals } from "@/lib/domain/approvals/list";
import { standing } from "@/lib/domain/home/standing";
import { runsToday } from "@/lib/domain/home/today";
import { runDurations } from "@/lib/domain/metrics/run-durations";
import { getRun } from "@/lib/domain/runs/get";
import { startRun } from "@/lib/domain/runs/start";
import { SAMPLES } from "@/lib/domain/samples/catalogue";
import { Industry } from "@/lib/domain/tenants/schema";
import { createWorkflow } from "@/lib/domain/workflows/create";
import { publishWorkflow } from "@/lib/domain/workflows/publish";
import { nudgeRelay } from "@/lib/infra/events/relay";
import { startEngine } from "@/tests/runs/support/engine";
import { make, openHooks, remove, rowsOf, system } from "@/tests/samples/support/rows";
import type { Actor } from "@/tests/support/actor";
import { eventually } from "@/tests/support/journey";
import { test as base } from "@/tests/support/test";

const engine = await startEngine(["approvals-escalate"]);
afterAll(() => engine.close());

const test = base.extend("engine", { auto: true }, ({ database: _ }) => engine.connect());

const ended = ({ caller }: Actor, id: string) =>
  eventually(`the end of run ${id}`, async () => {
    const run = await getRun(caller, id);
    return run.endedAt === null ? undefined : run;
  });

test("the samples of every industry run through, and leave no row behind when they go", async ({
  tenant,
}) => {
  openHooks();
  const before = await rowsOf(tenant);
  for (const industry of Industry.options) {
    const { workflow, runIds } = await make(tenant, industry);
    expect(workflow?.name).toBe(SAMPLES[industry].document.name);
    expect(runIds).toHaveLength(SAMPLES[industry].bodies.length);
    const runs = await Promise.all(runIds.map((id) => ended(tenant, id)));
    expect(runs.map(({ status, isDemo, triggerKind }) => [status, isDemo, triggerKind])).toEqual(
      runIds.map(() => ["succeeded", true, "webhook"]),
    );
    const results = runs.map(({ steps }) => JSON.stringify(steps.at(-1)?.output));
    expect(new Set(results).size).toBe(results.length);
    expect((await rowsOf(tenant)).runs).toBe(runIds.length);
    expect(await remove(tenant)).toEqual({ workflows: 1, runs: runIds.length });
    expect(await rowsOf(tenant)).toEqual(before);
  }
}, 60_000);

test("samples count in no figure", async ({ tenant }) => {
  openHooks();
  const { runIds } = await make(tenant);
  await Promise.all(runIds.map((id) => ended(tenant, id)));
  await sql`update public.runs set ended_at = ended_at - interval '10 minutes'
    where tenant_id = ${tenant.tenantId}`.execute(system());
  await sql`select public.roll_up_metrics()`.execute(system());
  expect((await runDurations(tenant.caller)).runs).toBe(0);
  expect((await runsToday(tenant.caller, "UTC")).runs).toBe(0);
  expect(await standing(tenant.caller)).toEqual({ workflows: 0, live: 0, hasRuns: false });
  expect(await rowsOf(tenant)).not.toHaveProperty("metric_points");
});

test("whatever a sample workflow is changed to, it mails nobody", async ({ tenant }) => {
  const definition = {
    schemaVersion: 1,
    name: "Sample with mail",
    trigger: { type: "manual" },
    steps: [
      {
        id: "tell",
        type: "email.send",
        with: { to: "someone@example.com", subject: "Hello", text: "A sample." },
      },
      {
        id: "ask",
        type: "approval",
        needs: ["tell"],
        with: {
          title: "Go on?",
          approvers: ["boss@example.com"],
          escalateAfter: "1h",
          escalateTo: ["owner"],
        },
      },
    ],
  };
  const { id } = await createWorkflow(tenant.caller, { definition });
  await sql`update public.workflows set is_demo = true where id = ${id}`.execute(system());
  await publishWorkflow(tenant.caller, id, { note: "" });
  const { runId } = await startRun(tenant.caller, id, { input: {} });
  await eventually("the question", async () => {
    const { status } = await getRun(tenant.caller, runId);
    return status === "waiting" ? true : undefined;
  });
  await queueEscalations(system(), new Date(Date.now() + 86_400_000));
  nudgeRelay();
  await eventually("the escalation", async () => {
    const { rows } = await sql`select from public.audit_log
      where tenant_id = ${tenant.tenantId} and action = 'approval.escalate'`.execute(system());
    return rows[0];
  });
  const [question] = (await listApprovals(tenant.caller, { limit: 1 })).data;
  await decideApproval(tenant.caller, question?.id ?? "", {
    decision: "approve",
    comment: undefined,
  });
  expect(await ended(tenant, runId)).toMatchObject({ status: "succeeded" });
  expect(await rowsOf(tenant)).not.toHaveProperty("mails");
});
