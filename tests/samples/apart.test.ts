import { sql } from "kysely";
import { http } from "msw";
import { expect } from "vitest";
import { DELETE, GET, POST } from "@/app/api/v1/samples/route";
import { startRun } from "@/lib/domain/runs/start";
import { SAMPLES } from "@/lib/domain/samples/catalogue";
import { createWorkflow } from "@/lib/domain/workflows/create";
import { publishWorkflow } from "@/lib/domain/workflows/publish";
import { HOOK, make, openHooks, remove, rowsOf, system } from "@/tests/samples/support/rows";
import { params, test } from "@/tests/support/test";
import { vendors } from "@/tests/support/vendors";

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
