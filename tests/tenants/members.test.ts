import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { DELETE, PATCH } from "@/app/api/v1/members/[userId]/route";
import { GET } from "@/app/api/v1/members/route";
import { changeRole } from "@/lib/domain/tenants/members/change-role";
import { removeMember } from "@/lib/domain/tenants/members/remove";
import { auditOf } from "@/tests/audit/entries";
import type { Actor } from "@/tests/support/actor";
import { params, test } from "@/tests/support/test";

type Page = { data: { userId: string }[]; nextCursor: string | null };

const patch = (actor: Actor, userId: string, role: string) =>
  PATCH(actor.request("PATCH", { role }), params({ userId }));

const remove = (actor: Actor, userId: string) =>
  DELETE(actor.request("DELETE"), params({ userId }));

const rolesOf = async (actor: Actor): Promise<Record<string, string>> => {
  const { data } = await (await GET(actor.request("GET"), params())).json();
  return Object.fromEntries(
    data.map(({ userId, role }: { userId: string; role: string }) => [userId, role]),
  );
};

test("members are listed page by page, each once", async ({ tenant }) => {
  const others = [await tenant.as("viewer"), await tenant.as("member"), await tenant.as("admin")];
  const seen: string[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const query: Record<string, string | number> = cursor ? { limit: 1, cursor } : { limit: 1 };
    const page: Page = await (
      await GET(tenant.request("GET", undefined, { query }), params())
    ).json();
    seen.push(...page.data.map(({ userId }) => userId));
    cursor = page.nextCursor;
  }
  expect(seen.sort()).toEqual([tenant.userId, ...others.map(({ userId }) => userId)].sort());
});

test("a new role holds with the next request of the same token", async ({ tenant }) => {
  const [admin, viewer] = [await tenant.as("admin"), await tenant.as("viewer")];
  expect((await patch(viewer, admin.userId, "member")).status).toBe(403);
  expect((await patch(tenant, viewer.userId, "admin")).status).toBe(200);
  expect((await patch(viewer, admin.userId, "member")).status).toBe(200);
  expect((await patch(admin, viewer.userId, "viewer")).status).toBe(403);
  expect(await auditOf(tenant.tenantId)).toMatchObject([
    {
      actorKind: "user",
      actorId: tenant.userId,
      action: "member.update",
      targetKind: "member",
      targetId: viewer.userId,
      before: { role: "viewer" },
      after: { role: "admin" },
    },
    { actorId: viewer.userId, targetId: admin.userId, after: { role: "member" } },
  ]);
});

test("admins neither make, unmake nor remove owners", async ({ tenant }) => {
  const [admin, other] = [await tenant.as("admin"), await tenant.as("owner")];
  const answers = [
    await patch(admin, admin.userId, "owner"),
    await patch(admin, other.userId, "viewer"),
    await remove(admin, other.userId),
  ];
  expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
  expect(await answers[0]?.json()).toMatchObject({
    detail: "Only an owner gives or takes the role of an owner.",
  });
  expect(await rolesOf(tenant)).toMatchObject({ [admin.userId]: "admin", [other.userId]: "owner" });
  expect(await auditOf(tenant.tenantId)).toEqual([]);
});

test("the last owner can neither leave nor step down", async ({ tenant }) => {
  const answers = [
    await patch(tenant, tenant.userId, "admin"),
    await remove(tenant, tenant.userId),
  ];
  expect(answers.map(({ status }) => status)).toEqual([409, 409]);
  expect(await answers[0]?.json()).toMatchObject({ detail: "A tenant keeps at least one owner." });
  expect(await rolesOf(tenant)).toEqual({ [tenant.userId]: "owner" });
});

test("of two owners who leave at once exactly one does", async ({ tenant }) => {
  for (let round = 0; round < 5; round++) {
    const other = await tenant.as("owner");
    const third = await tenant.as("admin");
    const [left, stepped] = await Promise.all([
      remove(other, other.userId),
      patch(tenant, tenant.userId, "admin"),
    ]);
    const statuses = [left.status, stepped.status];
    expect(statuses).toEqual(left.status === 409 ? [409, 200] : [204, 409]);
    const owners = Object.values(await rolesOf(third)).filter((role) => role === "owner");
    expect(owners).toHaveLength(1);
    if (stepped.status === 200) await patch(other, tenant.userId, "owner");
    if (stepped.status === 200) await remove(other, other.userId);
  }
});

test("a role that was lost while the request was under way changes nothing and records nothing", async ({
  tenant,
}) => {
  const [admin, member] = [await tenant.as("admin"), await tenant.as("member")];
  await patch(tenant, admin.userId, "viewer");
  const stale = { ...admin.caller, role: "admin" as const };
  const forbidden = { code: "forbidden" };
  await expect(changeRole(stale, member.userId, { role: "admin" })).rejects.toMatchObject(
    forbidden,
  );
  await expect(removeMember(stale, member.userId)).rejects.toMatchObject(forbidden);
  expect(await rolesOf(tenant)).toMatchObject({ [member.userId]: "member" });
  expect(await auditOf(tenant.tenantId)).toHaveLength(1);
});

test("everybody may leave, and only admins remove others", async ({ tenant }) => {
  const [viewer, member] = [await tenant.as("viewer"), await tenant.as("member")];
  expect((await remove(member, viewer.userId)).status).toBe(403);
  expect((await remove(viewer, viewer.userId)).status).toBe(204);
  expect((await remove(tenant, member.userId)).status).toBe(204);
  expect(await rolesOf(tenant)).toEqual({ [tenant.userId]: "owner" });
  expect(await auditOf(tenant.tenantId)).toMatchObject([
    { action: "member.leave", actorId: viewer.userId, before: { role: "viewer" } },
    { action: "member.remove", actorId: tenant.userId, targetId: member.userId },
  ]);
});

test("who was removed is a stranger with the next request", async ({ tenant }) => {
  const member = await tenant.as("member");
  await remove(tenant, member.userId);
  const headers = { "x-tenant": tenant.tenantId };
  const answer = await GET(member.request("GET", undefined, { headers }), params());
  expect(answer.status).toBe(404);
});

test("to another tenant a member does not exist", async ({ tenant, rival }) => {
  const member = await tenant.as("member");
  const answers = [
    await patch(rival, member.userId, "viewer"),
    await remove(rival, member.userId),
    await patch(rival, randomUUID(), "viewer"),
  ];
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
  expect(await rolesOf(tenant)).toMatchObject({ [member.userId]: "member" });
  expect(Object.keys(await rolesOf(rival))).toEqual([rival.userId]);
});

test("an unknown field or role is refused and changes nothing", async ({ tenant }) => {
  const member = await tenant.as("member");
  const send = (body: object) =>
    PATCH(tenant.request("PATCH", body), params({ userId: member.userId }));
  const statuses = [
    await send({ role: "viewer", userId: tenant.userId }),
    await send({ role: "king" }),
    await send({}),
  ].map(({ status }) => status);
  expect(statuses).toEqual([422, 422, 422]);
  expect(await rolesOf(tenant)).toMatchObject({ [member.userId]: "member" });
});
