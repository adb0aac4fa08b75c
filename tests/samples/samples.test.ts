import { sql } from "kysely";
import { http } from "msw";
import { afterAll, expect } from "vitest";
import { POST as HOOK } from "@/app/api/hooks/[hook]/route";
import { DELETE, GET, POST } from "@/app/api/v1/samples/route";
import { queueEscalations } from "@/lib/domain/approvals/escalate";
import { standing } from "@/lib/domain/home/standing";
import { runsToday } from "@/lib/domain/home/today";
import { runDurations } from "@/lib/domain/metrics/run-durations";
import { getRun } from "@/lib/domain/runs/get";
import { startRun } from "@/lib/domain/runs/start";
import { SAMPLES } from "@/lib/domain/samples/catalogue";
import type { Samples } from "@/lib/domain/samples/schema";
import { Industry } from "@/lib/domain/tenants/schema";
import { createWorkflow } from "@/lib/domain/workflows/create";
import { publishWorkflow } from "@/lib/domain/workflows/publish";
import { asSystem } from "@/lib/infra/db/as-system";
import { nudgeRelay } from "@/lib/infra/events/relay";
import { startEngine } from "@/tests/runs/support/engine";
import type { Actor } from "@/tests/support/actor";
import { eventually } from "@/tests/support/journey";
import { params, test } from "@/tests/support/test";
import { vendors } from "@/tests/support/vendors";

const engine = await startEngine(["approvals-escalate"]);
afterAll(() => engine.close());

const system = () => asSystem("tests count what samples left");

const openHooks = () =>
  vendors.use(
    http.post("http://127.0.0.1:3000/api/hooks/:hook", ({ request, params: at }) =>
      HOOK(request, params({ hook: String(at.hook) })),
    ),
  );

const make = async (actor: Actor, industry = "commerce"): Promise<Samples> => {
  const answer = await POST(actor.request("POST", { industry }), params());
  expect(answer.status).toBe(201);
  return answer.json();
};

const remove = async (actor: Actor) =>
  (await DELETE(actor.request("DELETE"), params())).json() as Promise<object>;

const ended = ({ caller }: Actor, id: string) =>
  eventually(`the end of run ${id}`, async () => {
    const run = await getRun(caller, id);
    return run.endedAt === null ? undefined : run;
  });

/** What keeps a record of what was done, on purpose, and what belongs to requests and not to samples. */
const RECORDS = ["audit_log", "api_requests", "idempotency_keys"];

/** The tenant's rows, table by table; only tables that have some. */
const rowsOf = async ({ tenantId }: Actor): Promise<Record<string, number>> => {
  const { rows: tables } = await sql<{ name: string }>`
    select c.relname::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
    where c.relkind in ('r', 'p') and not c.relispartition order by 1`.execute(system());
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(name)}
      where tenant_id = ${tenantId}`.execute(system());
    const n = rows[0]?.n ?? 0;
    if (n > 0 && !RECORDS.includes(name)) counts[name] = n;
  }
  return counts;
};

test("the samples of every industry run through, and leave no row behind when they go", async ({
  tenant,
}) => {
  engine.connect();
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
  engine.connect();
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

test("asking again, even at once from several places, makes nothing twice", async ({ tenant }) => {
  openHooks();
  const all = await Promise.all([make(tenant), make(tenant), make(tenant)]);
  const last = await make(tenant, "agency");
  expect(new Set([...all, last].map(({ workflow }) => workflow?.id)).size).toBe(1);
  expect(last.runIds).toHaveLength(3);
  expect(await rowsOf(tenant)).toMatchObject({ workflows: 1, deliveries: 3, runs: 3 });
});

test("data that did not arrive is sent by the next call", async ({ tenant }) => {
  let deliveries = 0;
  vendors.use(
    http.post("http://127.0.0.1:3000/api/hooks/:hook", ({ request, params: at }) =>
      ++deliveries === 2
        ? new Response("{}", { status: 503 })
        : HOOK(request, params({ hook: String(at.hook) })),
    ),
  );
  const first = await POST(tenant.request("POST", { industry: "payroll" }), params());
  expect(first.status).toBe(409);
  expect((await make(tenant, "payroll")).runIds).toHaveLength(3);
});

test("whatever a sample workflow is changed to, it mails nobody", async ({ tenant }) => {
  engine.connect();
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
  expect(await rowsOf(tenant)).not.toHaveProperty("mails");
});

test("a run that is under way when its samples go is stopped, and what it still writes is forgotten", async ({
  tenant,
}) => {
  openHooks();
  const before = await rowsOf(tenant);
  const { runIds } = await make(tenant);
  await remove(tenant);
  const events = await tenant.events();
  const gone = events.find(({ name }) => name === "samples/samples.removed")?.data.runIds;
  expect((gone as string[]).toSorted()).toEqual(runIds.toSorted());
  expect(events.filter(({ name }) => name === "workflows/run.cancelled")).toHaveLength(3);
  await sql`insert into public.run_steps (tenant_id, run_id, step_id, position, type)
    values (${tenant.tenantId}, ${runIds[0]}, 'late', 0, 'transform')`.execute(system());
  await sql`select app.forget_runs(${tenant.tenantId}::uuid, ${runIds}::uuid[])`.execute(system());
  expect(await rowsOf(tenant)).toEqual(before);
});

test("removing touches neither real work nor another tenant's samples", async ({
  tenant,
  rival,
}) => {
  openHooks();
  const definition = { ...SAMPLES.commerce.document, name: "My own" };
  const { id } = await createWorkflow(tenant.caller, { definition });
  await publishWorkflow(tenant.caller, id, { note: "" });
  await startRun(tenant.caller, id, { input: {} });
  const mine = await rowsOf(tenant);
  await make(rival);
  const theirs = await rowsOf(rival);
  await make(tenant);
  await remove(tenant);
  expect(await rowsOf(tenant)).toEqual(mine);
  expect(await rowsOf(rival)).toEqual(theirs);
  expect(await remove(tenant)).toEqual({ workflows: 0, runs: 0 });
});

test("only who may publish makes and removes samples; an unknown industry changes nothing", async ({
  tenant,
}) => {
  const viewer = await tenant.as("viewer");
  expect((await POST(viewer.request("POST", { industry: "agency" }), params())).status).toBe(403);
  expect((await DELETE(viewer.request("DELETE"), params())).status).toBe(403);
  expect((await POST(tenant.request("POST", { industry: "mining" }), params())).status).toBe(422);
  expect(await (await GET(viewer.request("GET"), params())).json()).toEqual({
    workflow: null,
    runIds: [],
  });
});
