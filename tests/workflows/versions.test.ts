import { expect } from "vitest";
import { GET as DIFF } from "@/app/api/v1/workflows/[id]/versions/[version]/diff/route";
import { GET as VERSION } from "@/app/api/v1/workflows/[id]/versions/[version]/route";
import { GET as VERSIONS } from "@/app/api/v1/workflows/[id]/versions/route";
import { createWorkflow } from "@/lib/domain/workflows/create";
import { publishWorkflow } from "@/lib/domain/workflows/publish";
import { updateWorkflow } from "@/lib/domain/workflows/update";
import type { Actor } from "@/tests/support/actor";
import { params, test } from "@/tests/support/test";

const document = (value: string, trigger: object = { type: "manual" }) => ({
  schemaVersion: 1,
  name: "Orders",
  trigger,
  steps: [{ id: "a", type: "transform", with: { value } }],
});

const three = async ({ caller }: Actor) => {
  const { id } = await createWorkflow(caller, { definition: document("1") });
  for (const [value, note] of [
    ["1", "first"],
    ["2", "second"],
    ["3", "third"],
  ] as const) {
    await updateWorkflow(caller, id, { definition: document(value) });
    await publishWorkflow(caller, id, { note });
  }
  return id;
};

const diff = async (actor: Actor, id: string, version: string, against?: string) => {
  const query = against === undefined ? {} : { query: { against } };
  const answer = await DIFF(actor.request("GET", undefined, query), params({ id, version }));
  return { status: answer.status, body: await answer.json() };
};

const changed = (before: string, after: string) => [
  { id: "a", change: "changed", from: 0, to: 0, fields: [{ path: "with.value", before, after }] },
];

test("versions are listed with author, note and time, and each can be read", async ({ tenant }) => {
  const id = await three(tenant);
  const key = await tenant.key();
  await publishWorkflow(key.caller, id, { note: "by machine" });
  const list = await (await VERSIONS(tenant.request("GET"), params({ id }))).json();
  expect(list.data).toMatchObject([
    { version: 4, note: "by machine", isLive: true, author: { kind: "key", name: "test" } },
    { version: 3, note: "third", author: { kind: "user", id: tenant.userId, name: "Test Person" } },
    { version: 2, note: "second", isLive: false },
    { version: 1, note: "first" },
  ]);
  const one = await VERSION(tenant.request("GET"), params({ id, version: "2" }));
  expect(await one.json()).toEqual(list.data[2]);
  for (const version of ["9", "0", "x"]) {
    const answer = await VERSION(tenant.request("GET"), params({ id, version }));
    expect(answer.status, version).toBe(404);
  }
});

test("a version is compared with the one before, with any other, with nothing and with the draft", async ({
  tenant,
}) => {
  const id = await three(tenant);
  expect((await diff(tenant, id, "3")).body).toMatchObject({
    before: 2,
    after: 3,
    steps: changed("2", "3"),
  });
  expect((await diff(tenant, id, "1", "3")).body).toMatchObject({
    before: 3,
    after: 1,
    steps: changed("3", "1"),
  });
  expect((await diff(tenant, id, "1")).body).toMatchObject({
    before: 0,
    after: 1,
    steps: [{ id: "a", change: "added" }],
  });
  expect((await diff(tenant, id, "2", "draft")).body).toMatchObject({
    before: 2,
    after: "draft",
    steps: changed("2", "3"),
    problems: [],
  });
  expect((await diff(tenant, id, "3", "9")).status).toBe(404);
  expect((await diff(tenant, id, "3", "next")).status).toBe(422);
});

test("a draft that leaves out what goes without saying is the same as the version made of it", async ({
  tenant,
}) => {
  const { caller } = tenant;
  const schedule = { type: "schedule", cron: "0 9 * * *" };
  const { id } = await createWorkflow(caller, { definition: document("1", schedule) });
  await publishWorkflow(caller, id, { note: "" });
  expect((await diff(tenant, id, "1", "draft")).body).toMatchObject({
    isSame: true,
    fields: [],
    steps: [],
  });
  const broken = { ...document("1", schedule), steps: [{ id: "a", type: "fax" }] };
  await updateWorkflow(caller, id, { definition: broken });
  const { body } = await diff(tenant, id, "1", "draft");
  expect(body.problems).toMatchObject([{ path: "steps.0.type", code: "unknown_type" }]);
  expect(body.steps[0].fields.map(({ path }: { path: string }) => path)).toEqual([
    "type",
    "with.value",
  ]);
});

test("another tenant finds no version and no difference, a viewer may read both", async ({
  tenant,
  rival,
}) => {
  const id = await three(tenant);
  expect((await diff(rival, id, "2")).status).toBe(404);
  expect((await VERSION(rival.request("GET"), params({ id, version: "2" }))).status).toBe(404);
  expect((await diff(await tenant.as("viewer"), id, "2")).status).toBe(200);
});
