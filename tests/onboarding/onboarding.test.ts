import { sql } from "kysely";
import { expect } from "vitest";
import { PUT as COMPANY } from "@/app/api/v1/onboarding/company/route";
import { POST as MOVE } from "@/app/api/v1/onboarding/events/route";
import { GET } from "@/app/api/v1/onboarding/route";
import { POST as WORKFLOW } from "@/app/api/v1/onboarding/workflow/route";
import { uuidv7 } from "@/lib/core/ids";
import { onboarding as machine } from "@/lib/domain/onboarding/definition";
import { leadOnboarding } from "@/lib/domain/onboarding/get";
import type { Event } from "@/lib/domain/onboarding/machine";
import type { Onboarding } from "@/lib/domain/onboarding/schema";
import { beginOnboarding, tellStalled, tickDone } from "@/lib/domain/onboarding/sweep";
import { getTenant } from "@/lib/domain/tenants/get";
import { asSystem } from "@/lib/infra/db/as-system";
import { newHook, post } from "@/tests/inbound/hook";
import type { Actor } from "@/tests/support/actor";
import { params, test } from "@/tests/support/test";

const system = () => asSystem("tests prepare what they look at");

const COMPANY_INPUT = {
  name: "Northern Lights",
  industry: "hospitality",
  timeZone: "Europe/Vienna",
  currency: "CHF",
};

const look = async (actor: Actor): Promise<Onboarding> =>
  (await GET(actor.request("GET"), params())).json();

const move = (actor: Actor, ...events: Event[]) =>
  MOVE(actor.request("POST", { events }), params());

const doneOf = ({ items }: Onboarding) => items.filter(({ isDone }) => isDone).map(({ id }) => id);

/** Everything the checklist asks for, as it happens in the rooms it happens in. */
const doEverything = async (actor: Actor) => {
  const { hookId, workflowId, secret } = await newHook(actor);
  await post(hookId, "{}", { secret });
  await succeed(actor, workflowId);
  await actor.as("member");
};

const succeed = ({ tenantId }: Actor, workflowId: string, isDemo = false) =>
  sql`insert into public.runs (tenant_id, id, workflow_id, workflow_name, version, status, trigger_kind, trigger, is_demo, ended_at)
    values (${tenantId}, ${uuidv7()}, ${workflowId}, 'Orders', 1, 'succeeded', 'manual', '{}', ${isDemo}, now())`.execute(
    system(),
  );

const rowOf = async ({ tenantId, userId }: Actor) => {
  const { rows } = await sql<{ rev: number; state: unknown; version: number; log: Event[] }>`
    select s.rev, s.state, s.version, array(select e.event from public.onboarding_events e
      where e.tenant_id = s.tenant_id and e.user_id = s.user_id order by e.rev) as log
    from public.onboarding_states s where s.tenant_id = ${tenantId} and s.user_id = ${userId}`.execute(
    system(),
  );
  return rows[0];
};

const told = async (actor: Actor, name: string) =>
  (await actor.events()).filter((event) => event.name === name).map(({ data }) => data);

test("the first look finds the account ticked and the wizard at its first step", async ({
  tenant,
}) => {
  const view = await look(tenant);
  expect(view).toMatchObject({ at: "company", isComplete: false, celebrate: false });
  expect(doneOf(view)).toEqual(["account"]);
  expect(view.items).toHaveLength(5);
});

test("work that was done before the first look is ticked at the first look", async ({ tenant }) => {
  const { workflowId } = await newHook(tenant);
  await succeed(tenant, workflowId);
  expect(doneOf(await look(tenant))).toEqual(["account", "publish", "run"]);
});

test("each item ticks itself from what happens, samples left out", async ({ tenant }) => {
  expect(doneOf(await look(tenant))).toEqual(["account"]);
  const { hookId, workflowId, secret } = await newHook(tenant);
  expect(doneOf(await look(tenant))).toEqual(["account", "publish"]);
  await post(hookId, "{}", { secret });
  expect(doneOf(await look(tenant))).toEqual(["account", "webhook", "publish"]);
  await succeed(tenant, workflowId, true);
  expect(doneOf(await look(tenant))).not.toContain("run");
  await succeed(tenant, workflowId);
  await tenant.as("member");
  const view = await look(tenant);
  expect(doneOf(view)).toEqual(["account", "webhook", "publish", "run", "invite"]);
  expect(view).toMatchObject({ isComplete: true, celebrate: true });
});

test("completion is told once, and celebrated until it was seen once", async ({ tenant }) => {
  await look(tenant);
  await doEverything(tenant);
  await Promise.all(Array.from({ length: 6 }, () => look(tenant)));
  const who = { tenantId: tenant.tenantId, userId: tenant.userId };
  expect(await told(tenant, "onboarding/completed")).toEqual([expect.objectContaining(who)]);
  const steps = (await told(tenant, "onboarding/step.completed")).map(({ step }) => step);
  expect(steps.sort()).toEqual(["account", "invite", "publish", "run", "webhook"]);
  expect((await look(tenant)).celebrate).toBe(true);
  await move(tenant, { type: "celebrate" });
  expect(await look(tenant)).toMatchObject({ isComplete: true, celebrate: false });
});

test("who comes into a company where all is done has nothing to celebrate", async ({ tenant }) => {
  await doEverything(tenant);
  expect(await look(await tenant.as("admin"))).toMatchObject({
    isComplete: true,
    celebrate: false,
  });
});

test("the company step refuses what is not valid, field by field, and changes nothing", async ({
  tenant,
}) => {
  const before = await look(tenant);
  const answer = await COMPANY(
    tenant.request("PUT", { name: " ", industry: "mining", timeZone: "Mars", currency: "eur" }),
    params(),
  );
  const problem = await answer.json();
  expect([answer.status, problem.code]).toEqual([422, "invalid_input"]);
  expect(problem.errors.map(({ path }: { path: string }) => path).sort()).toEqual([
    "currency",
    "industry",
    "name",
    "timeZone",
  ]);
  expect(await look(tenant)).toEqual(before);
});

test("the company step saves the company and goes on, for who may change it", async ({
  tenant,
}) => {
  const answer = await COMPANY(tenant.request("PUT", COMPANY_INPUT), params());
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({ at: "source" });
  expect(await getTenant(tenant.caller, tenant.tenantId)).toMatchObject(COMPANY_INPUT);
  const member = await tenant.as("member");
  expect((await COMPANY(member.request("PUT", COMPANY_INPUT), params())).status).toBe(403);
});

test("another device goes on at the very step", async ({ tenant }) => {
  await move(tenant, { type: "finish", step: "company" }, { type: "skip", step: "source" });
  await move(tenant, { type: "pick", picked: { source: "stripe" } });
  expect(await look(tenant)).toMatchObject({
    at: "workflow",
    picked: { source: "stripe" },
    steps: [
      { id: "company", mark: "done" },
      { id: "source", mark: "skipped" },
      { id: "workflow", mark: "open" },
      { id: "watch", mark: "open" },
    ],
  });
});

test("tabs that work at once lose no step and do none twice", async ({ tenant }) => {
  const events: Event[] = [
    { type: "finish", step: "company" },
    { type: "finish", step: "source" },
    { type: "finish", step: "workflow" },
    { type: "finish", step: "watch" },
    { type: "dismiss" },
  ];
  const answers = await Promise.all(
    Array.from({ length: 3 }, () => events.map((event) => move(tenant, event))).flat(),
  );
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  const view = await look(tenant);
  expect(view.steps.map(({ mark }) => mark)).toEqual(["done", "done", "done", "done"]);
  expect(view.isDismissed).toBe(true);
  const row = await rowOf(tenant);
  expect(row?.log).toHaveLength(row?.rev ?? -1);
  const finished = row?.log.filter(({ type }) => type === "finish") ?? [];
  expect(new Set(finished.map((event) => JSON.stringify(event))).size).toBe(4);
  const again = row?.log.reduce(
    (state, event) => machine.reduce(row.version, state, event),
    machine.start(),
  );
  expect(again).toEqual(row?.state);
  const steps = (await told(tenant, "onboarding/step.completed")).map(({ step }) => step);
  expect(steps.sort()).toEqual(["account", "company", "source", "watch", "workflow"]);
});

test("the workflow step publishes one workflow, however many tabs press at once", async ({
  tenant,
}) => {
  const body = { template: "client-follow-up" };
  const answers = await Promise.all(
    Array.from({ length: 4 }, () => WORKFLOW(tenant.request("POST", body), params())),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  const views: Onboarding[] = await Promise.all(answers.map((answer) => answer.json()));
  const { rows } = await sql<{ id: string; status: string }>`
    select id, status from public.workflows where tenant_id = ${tenant.tenantId}`.execute(system());
  expect(rows).toEqual([{ id: views[0]?.picked.workflowId, status: "live" }]);
  expect(new Set(views.map(({ picked }) => picked.workflowId)).size).toBe(1);
});

test("the workflow step says which value is missing and leaves nothing behind", async ({
  tenant,
}) => {
  const answer = await WORKFLOW(
    tenant.request("POST", { template: "big-orders", values: { limit: "many" } }),
    params(),
  );
  expect(answer.status).toBe(422);
  expect((await answer.json()).errors).toEqual([expect.objectContaining({ path: "values.limit" })]);
  const { rows } =
    await sql`select from public.workflows where tenant_id = ${tenant.tenantId}`.execute(system());
  expect(rows).toEqual([]);
});

test("nobody learns of another tenant's or colleague's progress", async ({ tenant, rival }) => {
  await move(tenant, { type: "finish", step: "company" });
  const colleague = await tenant.as("admin");
  expect(await look(rival)).toMatchObject({ at: "company", rev: 1 });
  expect(await look(colleague)).toMatchObject({ at: "company" });
  const key = await tenant.key();
  expect((await GET(key.request("GET"), params())).status).toBe(403);
});

test("an admin of the parent company is led nowhere in its daughter", async ({ tenant, rival }) => {
  await sql`update public.tenants set parent_id = ${rival.tenantId} where id = ${tenant.tenantId}`.execute(
    system(),
  );
  const caller = { ...rival.caller, tenantId: tenant.tenantId, role: "admin" as const };
  expect(await leadOnboarding(caller)).toBeNull();
  expect(await leadOnboarding((await tenant.as("member")).caller)).toBeNull();
  expect(await leadOnboarding(tenant.caller)).toMatchObject({ at: "company" });
});

test("an owner's onboarding begins with the confirmation, a member's never", async ({ tenant }) => {
  const member = await tenant.as("member");
  await beginOnboarding(tenant);
  await beginOnboarding(member);
  expect(await rowOf(tenant)).toMatchObject({ state: { items: ["account", "invite"] } });
  expect(await rowOf(member)).toBeUndefined();
});

test("what is done while nobody looks is ticked by the sweep, and told", async ({ tenant }) => {
  await look(tenant);
  await doEverything(tenant);
  expect(await tickDone(system())).toBeGreaterThanOrEqual(1);
  expect(await told(tenant, "onboarding/completed")).toHaveLength(1);
  await tickDone(system());
  expect(await told(tenant, "onboarding/completed")).toHaveLength(1);
});

const rest = ({ tenantId }: Actor, days: number) =>
  sql`update public.onboarding_states set moved_at = now() - make_interval(days => ${days})
    where tenant_id = ${tenantId}`.execute(system());

test("who stands still for three days is told of once for that state", async ({ tenant }) => {
  await look(tenant);
  await rest(tenant, 2);
  await tellStalled(system());
  expect(await told(tenant, "onboarding/stalled")).toEqual([]);
  await rest(tenant, 4);
  for (let round = 0; round < 3; round++) await tellStalled(system());
  const who = { tenantId: tenant.tenantId, userId: tenant.userId, step: "company" };
  expect(await told(tenant, "onboarding/stalled")).toEqual([who]);
  await move(tenant, { type: "finish", step: "company" });
  await rest(tenant, 4);
  await tellStalled(system());
  expect((await told(tenant, "onboarding/stalled")).map(({ step }) => step)).toEqual([
    "company",
    "source",
  ]);
});

test("who is done, or has put the list away, is not told of", async ({ tenant, rival }) => {
  await look(tenant);
  await doEverything(tenant);
  await look(tenant);
  await move(rival, { type: "dismiss" });
  await rest(tenant, 9);
  await rest(rival, 9);
  await tellStalled(system());
  expect(await told(tenant, "onboarding/stalled")).toEqual([]);
  expect(await told(rival, "onboarding/stalled")).toEqual([]);
});
