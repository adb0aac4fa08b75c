import { sql } from "kysely";
import { expect } from "vitest";
import { POST as resend } from "@/app/api/v1/invitations/[id]/resend/route";
import { DELETE } from "@/app/api/v1/invitations/[id]/route";
import { POST as accept } from "@/app/api/v1/invitations/accept/route";
import { GET, POST } from "@/app/api/v1/invitations/route";
import { GET as listMembers } from "@/app/api/v1/members/route";
import { worker } from "@/lib/core/caller";
import { invitationLetter } from "@/lib/domain/tenants/invitations/letter";
import { asSystem } from "@/lib/infra/db/as-system";
import { auditOf } from "@/tests/audit/entries";
import { type Actor, signUp } from "@/tests/support/actor";
import { params, test } from "@/tests/support/test";
import { accessToken } from "@/tests/support/token";

const invite = async (tenant: Actor, email: string, role = "member") =>
  (await POST(tenant.request("POST", { email, role }), params())).json();

/** The secret in the link of the mail, as the mail function gets it. */
const tokenOf = async (tenant: Actor, id: string) => {
  const letter = await invitationLetter(worker("test", tenant.tenantId), id);
  return letter && new URL(letter.url).searchParams.get("token");
};

const newcomer = async () => {
  const person = await signUp({ invitation: true });
  const authorization = `Bearer ${await accessToken(person)}`;
  const follow = (token: string | null, more: object = {}) =>
    accept(
      new Request("http://127.0.0.1:3000/api/v1/invitations/accept", {
        method: "POST",
        headers: { authorization, "content-type": "application/json" },
        body: JSON.stringify({ token, ...more }),
      }),
      params(),
    );
  return { ...person, follow };
};

const members = async (tenant: Actor) =>
  (await (await listMembers(tenant.request("GET"), params())).json()).data as {
    userId: string;
    role: string;
  }[];

test("an invited person joins with the role of the invitation, and following the link twice is fine", async ({
  tenant,
}) => {
  const person = await newcomer();
  const { id } = await invite(tenant, person.email.toUpperCase(), "admin");
  const token = await tokenOf(tenant, id);
  const answers = [await person.follow(token), await person.follow(token)];
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect(await answers[1]?.json()).toMatchObject({ id: tenant.tenantId, role: "admin" });
  expect(await members(tenant)).toContainEqual(
    expect.objectContaining({ userId: person.id, role: "admin" }),
  );
  expect(await auditOf(tenant.tenantId)).toMatchObject([
    { action: "invitation.create", actorId: tenant.userId, targetId: id, after: { role: "admin" } },
    { action: "member.join", actorId: person.id, targetId: person.id },
  ]);
});

test("the event names the invitation and holds neither address nor secret", async ({ tenant }) => {
  const { id } = await invite(tenant, "new@example.com");
  const events = await tenant.events();
  expect(events).toMatchObject([
    { name: "tenants/invitation.created", data: { tenantId: tenant.tenantId, invitationId: id } },
  ]);
  const token = await tokenOf(tenant, id);
  expect(JSON.stringify(events)).not.toMatch(new RegExp(`new@example.com|${token}`));
  const letter = await invitationLetter(worker("test", tenant.tenantId), id);
  expect(letter).toMatchObject({
    email: "new@example.com",
    role: "member",
    inviter: "Test Person",
  });
  expect(letter?.url).toMatch(/^http:\/\/127\.0\.0\.1:3000\/invite\?token=[\w-]{43}$/);
});

test("somebody else's link is refused with a sentence that helps", async ({ tenant }) => {
  const { id } = await invite(tenant, "right@example.com");
  const wrong = await newcomer();
  const answer = await wrong.follow(await tokenOf(tenant, id));
  expect(answer.status).toBe(403);
  expect(await answer.json()).toMatchObject({
    detail: expect.stringContaining("another e-mail address"),
  });
  expect(await members(tenant)).toHaveLength(1);
});

test("expired, revoked, replaced and invented links lead nowhere", async ({ tenant }) => {
  const person = await newcomer();
  const { id } = await invite(tenant, person.email);
  const first = await tokenOf(tenant, id);
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect((await resend(tenant.request("POST"), params({ id }))).status).toBe(200);
  const second = await tokenOf(tenant, id);
  expect(second).not.toBe(first);
  expect((await person.follow(first)).status).toBe(404);
  await sql`update invitations set expires_at = now() where id = ${id}`.execute(
    asSystem("tests let time pass"),
  );
  expect((await person.follow(second)).status).toBe(409);
  expect(await tokenOf(tenant, id)).toBeNull();
  await resend(tenant.request("POST"), params({ id }));
  const third = await tokenOf(tenant, id);
  const revoked = await DELETE(tenant.request("DELETE"), params({ id }));
  expect(revoked.status).toBe(204);
  expect((await person.follow(third)).status).toBe(404);
  expect((await person.follow("invented")).status).toBe(404);
  expect((await person.follow(third, { role: "owner" })).status).toBe(422);
  expect(await members(tenant)).toHaveLength(1);
});

test("nobody is invited twice, a member not at all, an owner never", async ({ tenant }) => {
  const send = async (body: object) => (await POST(tenant.request("POST", body), params())).status;
  expect(await send({ email: "a@example.com" })).toBe(201);
  expect(await send({ email: "A@example.com" })).toBe(409);
  expect(await send({ email: tenant.email })).toBe(409);
  expect(await send({ email: "b@example.com", role: "owner" })).toBe(422);
  expect(await send({ email: "not an address" })).toBe(422);
  expect(await send({ email: "c@example.com", tenantId: tenant.tenantId })).toBe(422);
  const page = await (await GET(tenant.request("GET"), params())).json();
  expect(page.data).toMatchObject([{ email: "a@example.com", status: "open", role: "member" }]);
});

test("an expired invitation does not stand in the way of a new one", async ({ tenant }) => {
  const { id } = await invite(tenant, "late@example.com");
  await sql`update invitations set expires_at = now() where id = ${id}`.execute(
    asSystem("tests let time pass"),
  );
  expect(await invite(tenant, "late@example.com")).toMatchObject({ status: "open" });
  const page = await (await GET(tenant.request("GET"), params())).json();
  expect(page.data.map(({ status }: { status: string }) => status)).toEqual(["open", "revoked"]);
});

test("to another tenant an invitation does not exist", async ({ tenant, rival }) => {
  const { id } = await invite(tenant, "mine@example.com");
  const statuses = [
    await DELETE(rival.request("DELETE"), params({ id })),
    await resend(rival.request("POST"), params({ id })),
  ].map(({ status }) => status);
  expect(statuses).toEqual([404, 404]);
  expect((await (await GET(rival.request("GET"), params())).json()).data).toEqual([]);
  expect(await tokenOf(rival, id)).toBeNull();
});
