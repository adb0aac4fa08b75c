import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect } from "vitest";
import { GET as AUDIT } from "@/app/api/v1/audit/route";
import { POST as PUBLISH } from "@/app/api/v1/workflows/[id]/publish/route";
import { GET as READ } from "@/app/api/v1/workflows/[id]/route";
import { POST as ARCHIVE } from "@/app/api/v1/workflows/archive/route";
import { GET as EXPORT } from "@/app/api/v1/workflows/export/route";
import { POST as IMPORT } from "@/app/api/v1/workflows/import-file/route";
import { POST as PAUSE } from "@/app/api/v1/workflows/pause/route";
import { POST as RESTORE } from "@/app/api/v1/workflows/restore/route";
import { POST as RESUME } from "@/app/api/v1/workflows/resume/route";
import { POST as CREATE, GET as LIST } from "@/app/api/v1/workflows/route";
import { asSystem } from "@/lib/infra/db/as-system";
import type { Actor } from "@/tests/support/actor";
import { params, test } from "@/tests/support/test";

const WEBHOOK = { type: "webhook", provider: "shopify", topic: "orders/create" };
const DAILY = { type: "schedule", cron: "0 9 * * *", timeZone: "Europe/Berlin" };

const definition = (name: string, trigger: object = WEBHOOK) => ({
  schemaVersion: 1,
  name,
  trigger,
  steps: [{ id: "one", type: "transform", with: { value: 1 } }],
});

// biome-ignore lint/suspicious/noExplicitAny: a test looks into answers of every shape
type Json = Record<string, any>;
type Handler = (request: Request, context: ReturnType<typeof params>) => Promise<Response>;

const call = async (
  { request }: Actor,
  handler: Handler,
  body: object,
  headers: Record<string, string> = {},
) => {
  const answer = await handler(request("POST", body, { headers }), params());
  return { status: answer.status, body: (await answer.json()) as Json };
};

const draft = async (actor: Actor, name: string, trigger?: object) => {
  const { body } = await call(actor, CREATE, { definition: definition(name, trigger) });
  return String(body.id);
};

const live = async (actor: Actor, name: string, trigger?: object) => {
  const id = await draft(actor, name, trigger);
  await PUBLISH(actor.request("POST", {}), params({ id }));
  return id;
};

const read = async ({ request }: Actor, id: string) =>
  (await (await READ(request("GET"), params({ id }))).json()) as Json;

const statuses = async (actor: Actor, ids: string[]) => {
  const states: string[] = [];
  for (const id of ids) states.push(String((await read(actor, id)).status));
  return states;
};

const entries = async ({ request }: Actor, action: string): Promise<string[]> => {
  const answer = await AUDIT(request("GET", undefined, { query: { action } }), params());
  const { data } = (await answer.json()) as { data: { target: { id: string } }[] };
  return data.map(({ target }) => target.id);
};

test("some are paused and resumed at once, and the others are left with the state they are in", async ({
  tenant,
}) => {
  const [one, two] = [await live(tenant, "One"), await live(tenant, "Two", DAILY)];
  const [plan, nobody] = [await draft(tenant, "Plan"), randomUUID()];
  const ids = [two, one, plan, nobody, one];
  const paused = await call(tenant, PAUSE, { ids });
  expect(paused.status).toBe(200);
  expect([...paused.body.changed].sort()).toEqual([one, two].sort());
  expect(paused.body.left).toEqual([
    { id: plan, code: "draft", message: "The workflow is not live; it is a draft." },
    { id: nobody, code: "not_found", message: "There is no such workflow." },
  ]);
  expect(await statuses(tenant, [one, two, plan])).toEqual(["paused", "paused", "draft"]);
  expect((await call(tenant, PAUSE, { ids: [one.toUpperCase()] })).body).toEqual({
    changed: [],
    left: [{ id: one, code: "paused", message: "The workflow is paused already." }],
  });

  await sql`update public.schedules set next_at = now() - interval '3 days' where workflow_id = ${two}::uuid`.execute(
    asSystem("tests let time pass"),
  );
  const before = (await tenant.events()).length;
  const resumed = await call(tenant, RESUME, { ids });
  expect([...resumed.body.changed].sort()).toEqual([one, two].sort());
  expect(await statuses(tenant, [one, two, plan])).toEqual(["live", "live", "draft"]);
  const { nextAt } = (await read(tenant, two)).schedule;
  expect(Date.parse(nextAt)).toBeGreaterThan(Date.now());
  const told = (await tenant.events()).slice(before).map(({ data }) => data.workflowId);
  expect(told.sort()).toEqual([one, two].sort());
  expect((await entries(tenant, "workflow.pause")).sort()).toEqual([one, two].sort());
  expect((await entries(tenant, "workflow.resume")).sort()).toEqual([one, two].sort());
});

test("archiving some closes their triggers, and they come back as drafts", async ({ tenant }) => {
  const [hook, daily] = [await live(tenant, "Hook"), await live(tenant, "Daily", DAILY)];
  const [plan, other] = [await draft(tenant, "Plan"), await live(tenant, "Other")];
  const ids = [hook, daily, plan];
  expect((await call(tenant, ARCHIVE, { ids })).body.left).toEqual([]);
  expect(await statuses(tenant, [...ids, other])).toEqual([
    "archived",
    "archived",
    "archived",
    "live",
  ]);
  expect((await read(tenant, hook)).hook).toMatchObject({ enabled: false });
  expect((await read(tenant, daily)).schedule).toBeNull();
  expect((await read(tenant, other)).hook).toMatchObject({ enabled: true });
  const again = await call(tenant, ARCHIVE, { ids: [hook] });
  expect(again.body.left).toMatchObject([{ id: hook, code: "archived" }]);

  const back = await call(tenant, RESTORE, { ids: [...ids, other] });
  expect(back.body.left).toMatchObject([{ id: other, code: "live" }]);
  expect(await statuses(tenant, [...ids, other])).toEqual(["draft", "draft", "draft", "live"]);
  expect((await entries(tenant, "workflow.archive")).sort()).toEqual(ids.sort());
});

test("a repeated command with the same key is done once and answered alike", async ({ tenant }) => {
  const id = await live(tenant, "One");
  const key = { "idempotency-key": randomUUID() };
  const first = await call(tenant, PAUSE, { ids: [id] }, key);
  expect(first.body.changed).toEqual([id]);
  await call(tenant, RESUME, { ids: [id] });
  expect(await call(tenant, PAUSE, { ids: [id] }, key)).toEqual(first);
  expect(await statuses(tenant, [id])).toEqual(["live"]);
  expect(await entries(tenant, "workflow.pause")).toEqual([id]);
  expect((await call(tenant, PAUSE, { ids: [randomUUID()] }, key)).status).toBe(422);
});

test("ids of another tenant touch nothing, a viewer is refused, and so is what is no choice", async ({
  tenant,
  rival,
}) => {
  const [mine, theirs] = [await live(tenant, "Mine"), await live(rival, "Theirs")];
  const viewer = await tenant.as("viewer");
  for (const verb of [PAUSE, RESUME, ARCHIVE, RESTORE]) {
    const { body } = await call(tenant, verb, { ids: [theirs] });
    expect(body, verb.spec.summary).toMatchObject({
      changed: [],
      left: [{ id: theirs, code: "not_found" }],
    });
    expect((await call(viewer, verb, { ids: [mine] })).status).toBe(403);
    for (const wrong of [
      {},
      { ids: [] },
      { ids: ["x"] },
      { ids: Array.from({ length: 201 }, () => randomUUID()) },
      { ids: [mine], all: true },
    ])
      expect((await call(tenant, verb, wrong)).status, JSON.stringify(wrong).slice(0, 50)).toBe(
        422,
      );
  }
  expect(await statuses(tenant, [mine])).toEqual(["live"]);
  expect(await statuses(rival, [theirs])).toEqual(["live"]);
});

test("200 at once is one command", async ({ tenant }) => {
  const workflows = Array.from({ length: 200 }, (_, n) => definition(`W${n}`));
  const made = await call(tenant, IMPORT, { workflows });
  const ids = (made.body.created as { id: string }[]).map(({ id }) => id);
  const { status, body } = await call(tenant, ARCHIVE, { ids });
  expect([status, body.changed.length, body.left]).toEqual([200, 200, []]);
});

test("what is exported together is imported together, by another company too", async ({
  tenant,
  rival,
}) => {
  const [a, b] = [await draft(tenant, "A"), await live(tenant, "B", DAILY)];
  const theirs = await draft(rival, "Theirs");
  const file = async (actor: Actor, ids: string[]) => {
    const request = actor.request("GET", undefined, { query: { ids: ids.join(",") } });
    const answer = await EXPORT(request, params());
    return { status: answer.status, body: (await answer.json()) as Json };
  };
  const { body } = await file(tenant, [b, theirs, a]);
  expect(body).toEqual({ workflows: [definition("B", DAILY), definition("A")] });
  expect((await file(rival, [a, b])).status).toBe(404);
  expect((await file(tenant, ["x"])).status).toBe(422);

  const odd = { name: "Odd", steps: "none" };
  const made = await call(rival, IMPORT, { workflows: [...body.workflows, odd] });
  expect(made.status).toBe(201);
  expect(made.body.created).toMatchObject([
    { name: "B", problems: 0 },
    { name: "A", problems: 0 },
    { name: "Odd" },
  ]);
  expect(made.body.created[2].problems).toBeGreaterThan(0);
  const big = { ...definition("Big"), note: "x".repeat(300_000) };
  expect((await call(rival, IMPORT, { workflows: [definition("Fine"), big] })).status).toBe(413);
  const list = (await (await LIST(rival.request("GET"), params())).json()) as Json;
  expect((list.data as { name: string }[]).map(({ name }) => name).sort()).toEqual([
    "A",
    "B",
    "Odd",
    "Theirs",
  ]);
  expect((await call(await rival.as("viewer"), IMPORT, body)).status).toBe(403);
});
