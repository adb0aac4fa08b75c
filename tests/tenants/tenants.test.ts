import { sql } from "kysely";
import { expect } from "vitest";
import { GET as getMe, PATCH as patchMe } from "@/app/api/v1/me/route";
import { GET, PATCH } from "@/app/api/v1/tenants/[id]/route";
import { POST as select } from "@/app/api/v1/tenants/[id]/select/route";
import { GET as list, POST } from "@/app/api/v1/tenants/route";
import { asSystem } from "@/lib/infra/db/as-system";
import { auditOf } from "@/tests/audit/entries";
import { type Actor, signUp } from "@/tests/support/actor";
import { params, test } from "@/tests/support/test";
import { accessToken } from "@/tests/support/token";

const at = (id: string) => params({ id });
const patch = (actor: Actor, body: object) =>
  PATCH(actor.request("PATCH", body), at(actor.tenantId));
const me = async (actor: Actor) => (await getMe(actor.request("GET"), params())).json();

test("me tells who is signed in, where, and what he may do there", async ({ tenant }) => {
  const viewer = await tenant.as("viewer");
  expect(await me(viewer)).toMatchObject({
    user: { id: viewer.userId, email: viewer.email, locale: "en" },
    tenants: [{ id: tenant.tenantId, role: "viewer" }],
    tenant: { id: tenant.tenantId },
    role: "viewer",
  });
  expect((await me(viewer)).permissions).not.toContain("tenant:write");
  expect((await me(tenant)).permissions).toContain("tenant:write");
});

test("a person without a tenant still has a profile, and can found one", async ({
  database: _,
}) => {
  const person = await signUp({ invitation: true });
  const headers = {
    authorization: `Bearer ${await accessToken(person)}`,
    "content-type": "application/json",
  };
  const request = (method: string, body?: object) =>
    new Request("http://127.0.0.1:3000/api/v1/me", {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    });
  const named = await patchMe(request("PATCH", { fullName: "Ada" }), params());
  expect(await named.json()).toMatchObject({
    user: { fullName: "Ada" },
    tenants: [],
    tenant: null,
    role: null,
    permissions: [],
  });
  const founded = await POST(request("POST", { name: "Ada & Söhne" }), params());
  expect(founded.status).toBe(201);
  const { id, slug, role } = await founded.json();
  expect([slug, role]).toEqual([`ada-s-hne-${id.slice(0, 8)}`, "owner"]);
  const { tenant, role: now } = await (await getMe(request("GET"), params())).json();
  expect([tenant.id, now]).toEqual([id, "owner"]);
});

test("changes of the tenant are stored, and audited as a difference", async ({ tenant }) => {
  const admin = await tenant.as("admin");
  const answer = await patch(admin, {
    name: "New name",
    timeZone: "Europe/Vienna",
    currency: "EUR",
  });
  expect(await answer.json()).toMatchObject({ name: "New name", timeZone: "Europe/Vienna" });
  await patch(admin, { name: "New name" });
  expect(await auditOf(tenant.tenantId)).toEqual([
    expect.objectContaining({
      action: "tenant.update",
      actorId: admin.userId,
      before: { name: "Test company", timeZone: "UTC" },
      after: { name: "New name", timeZone: "Europe/Vienna" },
    }),
  ]);
});

test("what does not fit is refused and changes nothing", async ({ tenant, rival }) => {
  const statuses = [];
  for (const body of [
    { plan: "enterprise" },
    { name: "" },
    { timeZone: "Mars/Olympus" },
    { timeZone: "+01:00" },
    { currency: "XXZ" },
    { slug: "Not A Slug" },
    { slug: rival.slug },
  ])
    statuses.push((await patch(tenant, body)).status);
  expect(statuses).toEqual([422, 422, 422, 422, 422, 422, 409]);
  const now = await (await GET(tenant.request("GET"), at(tenant.tenantId))).json();
  expect(now).toMatchObject({ name: "Test company", slug: tenant.slug, plan: "trial" });
  expect(await auditOf(tenant.tenantId)).toEqual([]);
});

test("members and viewers read the tenant and change nothing of it", async ({ tenant }) => {
  const [member, viewer] = [await tenant.as("member"), await tenant.as("viewer")];
  const statuses = [
    await GET(viewer.request("GET"), at(tenant.tenantId)),
    await patch(viewer, { name: "Mine" }),
    await patch(member, { name: "Mine" }),
  ].map(({ status }) => status);
  expect(statuses).toEqual([200, 403, 403]);
});

test("to another tenant it does not exist", async ({ tenant, rival }) => {
  const statuses = [
    await GET(rival.request("GET"), at(tenant.tenantId)),
    await PATCH(rival.request("PATCH", { name: "Mine" }), at(tenant.tenantId)),
    await select(rival.request("POST"), at(tenant.tenantId)),
  ].map(({ status }) => status);
  expect(statuses).toEqual([404, 404, 404]);
});

test("the selected tenant is the one of requests that name none", async ({ tenant }) => {
  const second = await (await POST(tenant.request("POST", { name: "Second" }), params())).json();
  expect((await me(tenant)).tenant.id).toBe(second.id);
  expect((await select(tenant.request("POST"), at(tenant.tenantId))).status).toBe(200);
  expect((await me(tenant)).tenant.id).toBe(tenant.tenantId);
  const { data } = await (await list(tenant.request("GET"), params())).json();
  expect(data.map(({ name }: { name: string }) => name)).toEqual(["Second", "Test company"]);
});

test("an admin of the parent enters its child as an admin, a member does not", async ({
  tenant,
  rival,
}) => {
  await sql`update tenants set parent_id = ${tenant.tenantId} where id = ${rival.tenantId}`.execute(
    asSystem("tests make a family of tenants"),
  );
  const [admin, member] = [await tenant.as("admin"), await tenant.as("member")];
  const headers = { "x-tenant": rival.slug };
  const enter = (actor: Actor) =>
    PATCH(actor.request("PATCH", { name: "Child" }, { headers }), at(rival.tenantId));
  expect((await enter(admin)).status).toBe(200);
  expect((await enter(member)).status).toBe(404);
  const { data } = await (await list(admin.request("GET"), params())).json();
  expect(data).toContainEqual(expect.objectContaining({ id: rival.tenantId, role: "admin" }));
});

test("a profile is its owner's to change, and the log keeps the fields but not the values", async ({
  tenant,
}) => {
  const body = { fullName: "Grace Hopper", locale: "de" };
  expect((await patchMe(tenant.request("PATCH", body), params())).status).toBe(200);
  expect((await me(tenant)).user).toMatchObject(body);
  const refused = await patchMe(tenant.request("PATCH", { email: "x@example.com" }), params());
  expect(refused.status).toBe(422);
  expect(await auditOf(tenant.tenantId)).toMatchObject([
    { action: "profile.update", before: null, after: { fields: ["fullName", "locale"] } },
  ]);
});
