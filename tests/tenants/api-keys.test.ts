import { sql } from "kysely";
import { expect } from "vitest";
import { DELETE } from "@/app/api/v1/api-keys/[id]/route";
import { GET, POST } from "@/app/api/v1/api-keys/route";
import { GET as getTenant } from "@/app/api/v1/tenants/[id]/route";
import { asSystem } from "@/lib/infra/db/as-system";
import { auditOf } from "@/tests/audit/entries";
import type { Actor } from "@/tests/support/actor";
import { params, test } from "@/tests/support/test";

const issue = async (tenant: Actor, body: object = {}) =>
  POST(tenant.request("POST", { name: "Shop", scopes: ["tenant:read"], ...body }), params());

const use = async (key: string, id: string) => {
  const headers = { authorization: `Bearer ${key}` };
  const request = new Request(`http://127.0.0.1:3000/api/v1/tenants/${id}`, { headers });
  return (await getTenant(request, params({ id }))).status;
};

test("a key is shown once, stored as a hash, and opens its own tenant", async ({
  tenant,
  rival,
}) => {
  const issued = await (await issue(tenant)).json();
  expect(issued.key).toMatch(/^stw_[0-9a-z]{52}$/);
  expect(issued.key.startsWith(issued.prefix)).toBe(true);
  expect(await use(issued.key, tenant.tenantId)).toBe(200);
  expect(await use(issued.key, rival.tenantId)).toBe(404);
  const listed = await (await GET(tenant.request("GET"), params())).text();
  expect(listed).toContain(issued.prefix);
  expect(listed).not.toContain(issued.key);
  const { rows } = await sql<{ dump: string }>`
    select (select string_agg(k::text, ' ') from api_keys k) || (select string_agg(a::text, ' ') from audit_log a)
      || coalesce((select string_agg(i::text, ' ') from idempotency_keys i), '') as dump`.execute(
    asSystem("a look at all that is stored"),
  );
  expect(rows[0]?.dump).toContain(issued.prefix);
  expect(rows[0]?.dump).not.toContain(issued.key);
});

test("a revoked key is refused with the next request", async ({ tenant }) => {
  const { id, key } = await (await issue(tenant)).json();
  const revoke = () => DELETE(tenant.request("DELETE"), params({ id }));
  expect((await revoke()).status).toBe(204);
  expect(await use(key, tenant.tenantId)).toBe(401);
  expect((await revoke()).status).toBe(204);
  expect(await auditOf(tenant.tenantId)).toMatchObject([
    { action: "api_key.create", targetId: id, after: { name: "Shop", scopes: ["tenant:read"] } },
    { action: "api_key.revoke", targetId: id, actorId: tenant.userId },
  ]);
});

test("an expired key is refused", async ({ tenant }) => {
  const soon = new Date(Date.now() + 400).toISOString();
  const { key } = await (await issue(tenant, { expiresAt: soon })).json();
  expect(await use(key, tenant.tenantId)).toBe(200);
  await new Promise((resolve) => setTimeout(resolve, 450));
  expect(await use(key, tenant.tenantId)).toBe(401);
});

test("a key gets no right that keys may not have, and no key makes keys", async ({ tenant }) => {
  const refused = [
    await issue(tenant, { scopes: ["members:write"] }),
    await issue(tenant, { scopes: ["api-keys:write"] }),
    await issue(tenant, { scopes: [] }),
    await issue(tenant, { scopes: ["tenant:read", "tenant:read"] }),
    await issue(tenant, { expiresAt: "2020-01-01T00:00:00Z" }),
    await issue(tenant, { hash: "00" }),
  ];
  expect(refused.map(({ status }) => status)).toEqual([422, 422, 422, 422, 422, 422]);
  const key = await tenant.key();
  const body = { name: "Second", scopes: ["tenant:read"] };
  expect((await POST(key.request("POST", body), params())).status).toBe(403);
  const page = await (await GET(tenant.request("GET"), params())).json();
  expect(page.data.map(({ name }: { name: string }) => name)).toEqual(["test"]);
});

test("to another tenant a key does not exist", async ({ tenant, rival }) => {
  const { id, key } = await (await issue(tenant)).json();
  expect((await DELETE(rival.request("DELETE"), params({ id }))).status).toBe(404);
  expect((await (await GET(rival.request("GET"), params())).json()).data).toEqual([]);
  expect(await use(key, tenant.tenantId)).toBe(200);
});
