import { expect } from "vitest";
import { GET } from "@/app/api/v1/audit/route";
import { PATCH } from "@/app/api/v1/tenants/[id]/route";
import type { AuditEntry } from "@/lib/domain/audit/schema";
import type { Actor } from "@/tests/support/actor";
import { params, test } from "@/tests/support/test";

const list = async (actor: Actor, query: Record<string, string | number> = {}) => {
  const answer = await GET(actor.request("GET", undefined, { query }), params());
  return { status: answer.status, ...(await answer.json()) } as {
    status: number;
    data: AuditEntry[];
    nextCursor: string | null;
  };
};

const rename = (actor: Actor, name: string) =>
  PATCH(actor.request("PATCH", { name }), params({ id: actor.tenantId }));

test("the log tells who did what to what, with both sides and the request, newest first", async ({
  tenant,
}) => {
  const answer = await rename(tenant, "Next");
  const { data } = await list(tenant);
  expect(data).toMatchObject([
    {
      seq: 2,
      actor: { kind: "user", id: tenant.userId, name: "Test Person" },
      action: "tenant.update",
      target: { kind: "tenant", id: tenant.tenantId },
      before: { name: "Test company" },
      after: { name: "Next" },
      requestId: answer.headers.get("x-request-id"),
    },
    { seq: 1, action: "tenant.create", before: null },
  ]);
});

test("filters by actor, action, target and time each leave what fits", async ({ tenant }) => {
  const admin = await tenant.as("admin");
  await rename(tenant, "One");
  const between = new Date().toISOString();
  await new Promise((resolve) => setTimeout(resolve, 5));
  await rename(admin, "Two");
  const seqs = async (query: Record<string, string>) =>
    (await list(tenant, query)).data.map(({ seq }) => seq);
  expect(await seqs({ actor: admin.userId })).toEqual([3]);
  expect(await seqs({ action: "tenant.create" })).toEqual([1]);
  expect(await seqs({ target: "tenant" })).toEqual([3, 2, 1]);
  expect(await seqs({ target: `tenant:${tenant.tenantId}` })).toEqual([3, 2, 1]);
  expect(await seqs({ target: "tenant:other" })).toEqual([]);
  expect(await seqs({ from: between })).toEqual([3]);
  expect(await seqs({ to: between })).toEqual([2, 1]);
  expect(await seqs({ from: between, to: between })).toEqual([]);
});

test("pages join without a gap or a repetition", async ({ tenant }) => {
  for (let n = 0; n < 4; n++) await rename(tenant, `Name ${n}`);
  const seqs: number[] = [];
  let query: Record<string, string | number> = { limit: 2 };
  for (let page = 0; page < 3; page++) {
    const { data, nextCursor } = await list(tenant, query);
    seqs.push(...data.map(({ seq }) => seq));
    query = { limit: 2, cursor: nextCursor ?? "" };
  }
  expect(seqs).toEqual([5, 4, 3, 2, 1]);
});

test("bad filters are refused, and another tenant's log is not there", async ({
  tenant,
  rival,
}) => {
  await rename(tenant, "Secret");
  expect((await list(tenant, { from: "yesterday" })).status).toBe(422);
  expect((await list(tenant, { cursor: "nonsense" })).status).toBe(422);
  expect((await list(tenant, { whatever: 1 })).status).toBe(422);
  expect((await list(await tenant.as("member"))).status).toBe(403);
  expect(JSON.stringify(await list(rival))).not.toContain("Secret");
});
