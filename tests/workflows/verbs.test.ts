import { expect } from "vitest";
import { POST as DUPLICATE } from "@/app/api/v1/workflows/[id]/duplicate/route";
import { GET as EXPORT } from "@/app/api/v1/workflows/[id]/export/route";
import { POST as PAUSE } from "@/app/api/v1/workflows/[id]/pause/route";
import { POST as PUBLISH } from "@/app/api/v1/workflows/[id]/publish/route";
import { POST as RESTORE } from "@/app/api/v1/workflows/[id]/restore/route";
import { POST as RESUME } from "@/app/api/v1/workflows/[id]/resume/route";
import { POST as ROLLBACK } from "@/app/api/v1/workflows/[id]/rollback/route";
import { DELETE as ARCHIVE, PATCH, GET as READ } from "@/app/api/v1/workflows/[id]/route";
import { POST as TEST_STEP } from "@/app/api/v1/workflows/[id]/test-step/route";
import { GET as VERSIONS } from "@/app/api/v1/workflows/[id]/versions/route";
import { POST as IMPORT } from "@/app/api/v1/workflows/import/route";
import { POST as CREATE, GET as LIST } from "@/app/api/v1/workflows/route";
import type { Actor } from "@/tests/support/actor";
import { params, test } from "@/tests/support/test";

const definition = (more: object = {}) => ({
  schemaVersion: 1,
  name: "Big orders",
  trigger: { type: "webhook", provider: "shopify", topic: "orders/create" },
  steps: [
    { id: "big", type: "condition", with: { if: "decimal(trigger.body.total_price) >= 1000.0" } },
  ],
  ...more,
});

// biome-ignore lint/suspicious/noExplicitAny: a test looks into answers of every shape
type Json = Record<string, any>;
const read = async (response: Response) => ({
  status: response.status,
  body: (await response.json()) as Json,
});

const create = async (actor: Actor, given: object = definition()) =>
  read(await CREATE(actor.request("POST", { definition: given }), params()));

const act = async (
  actor: Actor,
  handler: (request: Request, context: ReturnType<typeof params>) => Promise<Response>,
  id: string,
  body?: unknown,
  method = "POST",
) => read(await handler(actor.request(method, body), params({ id })));

const created = async (actor: Actor, given?: object) =>
  String((await create(actor, given)).body.id);

test("a draft is kept with its problems, and publishing refuses it with all of them", async ({
  tenant,
}) => {
  const draft = definition({
    steps: [
      { id: "a", type: "fax" },
      { id: "a", type: "condition", with: { if: "x" } },
    ],
  });
  const { status, body } = await create(tenant, draft);
  expect(status).toBe(201);
  expect(body).toMatchObject({ name: "Big orders", status: "draft", liveVersion: null, draft });
  const codes = ["duplicate_id", "unknown_type", "unknown_variable"];
  expect((body.problems as { code: string }[]).map(({ code }) => code)).toEqual(codes);
  const refused = await act(tenant, PUBLISH, String(body.id), {});
  expect(refused.status).toBe(422);
  expect((refused.body.errors as { code: string }[]).map(({ code }) => code)).toEqual(codes);
  expect((await act(tenant, READ, String(body.id), undefined, "GET")).body).toMatchObject({
    status: "draft",
  });
});

test("publishing makes a version and a hook whose address stays the same", async ({ tenant }) => {
  const id = await created(tenant);
  const first = await act(tenant, PUBLISH, id, {});
  expect(first).toMatchObject({
    status: 200,
    body: { id, version: 1, hooks: [{ scheme: "shopify" }] },
  });
  const [hook] = first.body.hooks as { id: string; url: string }[];
  expect(hook?.url).toBe(`http://127.0.0.1:3000/api/hooks/${hook?.id}`);
  const second = await act(tenant, PUBLISH, id, { note: "again" });
  expect(second.body).toMatchObject({ version: 2, hooks: [{ id: hook?.id }] });
  const detail = (await act(tenant, READ, id, undefined, "GET")).body;
  expect(detail).toMatchObject({
    status: "live",
    liveVersion: 2,
    problems: [],
    hook: { id: hook?.id, provider: "shopify", topic: "orders/create", enabled: true, secrets: [] },
    schedule: null,
    lastRun: null,
  });
});

test("a trigger that changes takes its hook, schedule or subscription with it", async ({
  tenant,
}) => {
  const id = await created(tenant);
  await act(tenant, PUBLISH, id, {});
  const trigger = { type: "schedule", cron: "0 9 * * 1", timeZone: "Europe/Berlin" };
  const steps = [{ id: "a", type: "condition", with: { if: "true" } }];
  await act(tenant, PATCH, id, { definition: definition({ trigger, steps }) }, "PATCH");
  expect((await act(tenant, PUBLISH, id, {})).body.hooks).toEqual([]);
  const { hook, schedule } = (await act(tenant, READ, id, undefined, "GET")).body;
  expect(hook).toMatchObject({ enabled: false });
  expect(schedule).toMatchObject({ cron: "0 9 * * 1", timeZone: "Europe/Berlin" });
  const { nextAt } = schedule as { nextAt: string };
  expect(new Date(nextAt).getUTCDay()).toBe(1);
});

test("a change over somebody else's is refused and changes nothing", async ({ tenant }) => {
  const { body } = await create(tenant);
  const id = String(body.id);
  const first = await act(tenant, PATCH, id, { name: "One", updatedAt: body.updatedAt }, "PATCH");
  expect(first).toMatchObject({ status: 200, body: { name: "One", draft: { name: "One" } } });
  const late = await act(tenant, PATCH, id, { name: "Two", updatedAt: body.updatedAt }, "PATCH");
  expect(late.status).toBe(409);
  expect((await act(tenant, READ, id, undefined, "GET")).body.name).toBe("One");
});

test("pause, resume, archive and restore go from state to state", async ({ tenant }) => {
  const id = await created(tenant);
  expect((await act(tenant, PAUSE, id)).status).toBe(409);
  await act(tenant, PUBLISH, id, {});
  expect((await act(tenant, PAUSE, id)).body.status).toBe("paused");
  expect((await act(tenant, PAUSE, id)).body.status).toBe("paused");
  expect((await act(tenant, RESUME, id)).body.status).toBe("live");
  expect((await act(tenant, ARCHIVE, id, undefined, "DELETE")).body).toMatchObject({
    status: "archived",
    hook: { enabled: false },
  });
  expect((await act(tenant, PUBLISH, id, {})).status).toBe(409);
  expect((await act(tenant, RESTORE, id)).body.status).toBe("draft");
});

test("an old version comes back as the draft, or live at once", async ({ tenant }) => {
  const id = await created(tenant);
  await act(tenant, PUBLISH, id, {});
  await act(tenant, PATCH, id, { name: "Changed" }, "PATCH");
  await act(tenant, PUBLISH, id, {});
  const back = await act(tenant, ROLLBACK, id, { version: 1 });
  expect(back.body).toMatchObject({ name: "Big orders", liveVersion: 2 });
  const live = await act(tenant, ROLLBACK, id, { version: 1, publish: true });
  expect(live.body).toMatchObject({ name: "Big orders", liveVersion: 3 });
  const versions = (await act(tenant, VERSIONS, id, undefined, "GET")).body.data as unknown as {
    version: number;
    isLive: boolean;
  }[];
  expect(versions.map(({ version, isLive }) => [version, isLive])).toEqual([
    [3, true],
    [2, false],
    [1, false],
  ]);
  expect((await act(tenant, ROLLBACK, id, { version: 9 })).status).toBe(404);
});

test("an exported document imports as the same draft, and a duplicate says that it is one", async ({
  tenant,
  rival,
}) => {
  const id = await created(tenant);
  const exported = (await act(tenant, EXPORT, id, undefined, "GET")).body;
  expect(exported).toEqual(definition());
  const imported = await read(await IMPORT(rival.request("POST", exported), params()));
  expect(imported).toMatchObject({
    status: 201,
    body: { name: "Big orders", draft: definition() },
  });
  expect((await act(tenant, DUPLICATE, id)).body).toMatchObject({
    name: "Big orders (copy)",
    status: "draft",
    liveVersion: null,
  });
});

test("the list searches, filters and pages without repeating", async ({ tenant }) => {
  for (const name of ["Alpha", "Beta 100%", "Gamma"]) await created(tenant, definition({ name }));
  const list = async (query: Record<string, string>) =>
    (await read(await LIST(tenant.request("GET", undefined, { query }), params()))).body as {
      data: { name: string }[];
      nextCursor: string | null;
    };
  expect((await list({ search: "0%" })).data.map(({ name }) => name)).toEqual(["Beta 100%"]);
  expect((await list({ status: "live" })).data).toEqual([]);
  const names: string[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page = await list({ limit: "2", ...(cursor && { cursor }) });
    names.push(...page.data.map(({ name }) => name));
    cursor = page.nextCursor;
  }
  expect(names).toEqual(["Gamma", "Beta 100%", "Alpha"]);
});

test("one step is tried out with given data, and a failing one is an answer", async ({
  tenant,
}) => {
  const steps = [
    { id: "sum", type: "transform", with: { value: "{{ decimal(trigger.body.total) * 2 }}" } },
    {
      id: "mail",
      type: "email.send",
      with: { to: "{{ trigger.body.to }}", subject: "Hi", text: "x" },
    },
  ];
  const id = await created(tenant, definition({ steps }));
  const trial = (body: object) => act(tenant, TEST_STEP, id, body);
  expect(await trial({ stepId: "sum", trigger: { body: { total: "1.25" } } })).toMatchObject({
    status: 200,
    body: { output: { value: "2.50" }, error: null, performed: true },
  });
  expect((await trial({ stepId: "sum", trigger: { body: { total: "x" } } })).body).toMatchObject({
    output: null,
    error: { code: "invalid_input" },
  });
  expect(
    (await trial({ stepId: "mail", trigger: { body: { to: "a@example.com" } } })).body,
  ).toMatchObject({
    input: { to: "a@example.com" },
    performed: false,
  });
  expect(
    (await trial({ stepId: "mail", trigger: { body: { to: "a@example.com" } }, perform: true }))
      .body,
  ).toMatchObject({
    output: { mails: [{ to: "a@example.com", mailId: expect.any(String) }] },
    error: null,
    performed: true,
  });
  expect((await trial({ stepId: "nope" })).status).toBe(404);
});

test("to another tenant a workflow does not exist, and a viewer may look and not touch", async ({
  tenant,
  rival,
}) => {
  const id = await created(tenant);
  for (const [handler, method, body] of [
    [READ, "GET", undefined],
    [PATCH, "PATCH", { name: "x" }],
    [ARCHIVE, "DELETE", undefined],
    [PUBLISH, "POST", {}],
    [EXPORT, "GET", undefined],
    [VERSIONS, "GET", undefined],
  ] as const)
    expect((await act(rival, handler, id, body, method)).status, handler.spec.summary).toBe(404);
  const viewer = await tenant.as("viewer");
  expect((await act(viewer, READ, id, undefined, "GET")).status).toBe(200);
  expect((await act(viewer, PATCH, id, { name: "x" }, "PATCH")).status).toBe(403);
  expect((await act(viewer, PUBLISH, id, {})).status).toBe(403);
});

test("hostile documents are kept or refused, never an error of ours", async ({ tenant }) => {
  const deep = JSON.parse(`${"[".repeat(50)}1${"]".repeat(50)}`);
  for (const given of [
    {},
    { steps: null, trigger: [] },
    { name: 5, steps: [null, 1, "x", { id: {} }] },
    definition({ steps: [{ id: "a", type: "constructor", with: { if: "true" } }] }),
    definition({ steps: [{ id: "a", type: "transform", with: { value: deep } }] }),
    definition({ steps: "x".repeat(1000) }),
  ]) {
    const { status, body } = await create(tenant, given);
    expect(status).toBe(201);
    if (JSON.stringify(given).includes("[[")) continue;
    expect((body.problems as unknown[]).length).toBeGreaterThan(0);
    expect((await act(tenant, PUBLISH, String(body.id), {})).status).toBe(422);
  }
  const { status } = await create(tenant, definition({ description: "x".repeat(300_000) }));
  expect(status).toBe(413);
});

test("workflows are listed last changed first or by name, page by page", async ({ tenant }) => {
  for (const name of ["beta", "Alpha", "delta", "alpha", "Gamma"]) await create(tenant, { name });
  const walk = async (sort?: "changed" | "name") => {
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const query = { limit: 2, ...(sort && { sort }), ...(cursor && { cursor }) };
      const answer = await LIST(tenant.request("GET", undefined, { query }), params());
      const { body: page } = await read(answer);
      found.push(...page.data.map(({ name }: Json) => name));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    return found;
  };
  expect((await walk("name")).map((name) => name.toLowerCase())).toEqual([
    ...["alpha", "alpha", "beta", "delta", "gamma"],
  ]);
  expect(new Set(await walk("name")).size).toBe(5);
  expect(await walk("changed")).toEqual(await walk());
});
