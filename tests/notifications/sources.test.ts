import { sql } from "kysely";
import { afterAll, expect } from "vitest";
import { POST as decide } from "@/app/api/v1/approvals/[id]/decide/route";
import { POST as accept } from "@/app/api/v1/invitations/accept/route";
import { POST as invite } from "@/app/api/v1/invitations/route";
import { GET } from "@/app/api/v1/notifications/route";
import { worker } from "@/lib/core/caller";
import { queueEscalations } from "@/lib/domain/approvals/escalate";
import { NotificationPage } from "@/lib/domain/notifications/schema";
import { cancelRun } from "@/lib/domain/runs/cancel";
import { invitationLetter } from "@/lib/domain/tenants/invitations/letter";
import { probeTriggers } from "@/lib/domain/workflows/triggers/probe";
import { startDue } from "@/lib/domain/workflows/triggers/start-due";
import { drainOutbox } from "@/lib/infra/events/relay";
import { question } from "@/tests/approvals/question";
import { mailsOf, system } from "@/tests/notifications/support/told";
import { startEngine } from "@/tests/runs/support/engine";
import { publish } from "@/tests/runs/support/workflow";
import { type Actor, signUp } from "@/tests/support/actor";
import { test as base, params } from "@/tests/support/test";
import { accessToken } from "@/tests/support/token";

const engine = await startEngine(["approvals-escalate", "notifications-tell-news"]);
afterAll(() => engine.close());

const test = base.extend("engine", { auto: true }, ({ database: _ }) => engine.connect());

const STEPS = [{ id: "a", type: "transform", with: { value: 1 } }];
const HOUR_MS = 3_600_000;

const inbox = async (actor: Actor) => {
  const response = await GET(actor.request("GET"), params());
  return NotificationPage.parse(await response.json()).data;
};

/** What a person was told, as soon as it is as many as expected. */
const told = async (actor: Actor, count: number) => {
  await drainOutbox();
  await expect.poll(async () => (await inbox(actor)).length, { timeout: 20_000 }).toBe(count);
  return inbox(actor);
};

test("whoever may decide a question is told of it, without a second mail, and further people when it goes on to them", async ({
  tenant,
}) => {
  const member = await tenant.as("member");
  const { approval } = await question(tenant, {
    approvers: [member.email],
    deadline: "3h",
    escalateAfter: "2h",
    escalateTo: ["owner"],
  });
  const [asked] = await told(member, 1);
  expect(asked).toMatchObject({
    kind: "approval.waiting",
    title: "Refund 403.00 EUR?",
    link: `/approvals/${approval.id}`,
  });
  expect(await inbox(tenant)).toEqual([]);
  await queueEscalations(system(), new Date(Date.now() + 2.1 * HOUR_MS));
  const [further] = await told(tenant, 1);
  expect(further?.body).toContain("goes on to you");
  expect(await inbox(member)).toHaveLength(1);
  const templates = new Set((await mailsOf(tenant)).map(({ template }) => template));
  expect([...templates].every((template) => template.startsWith("approval"))).toBe(true);
});

test("a question that is decided, or whose run has ended, is settled for everybody who was told, and no other question is", async ({
  tenant,
}) => {
  const admin = await tenant.as("admin");
  const first = await question(tenant, { escalateAfter: "30m", escalateTo: ["viewer"] });
  const second = await question(tenant);
  await told(admin, 2);
  const viewer = await tenant.as("viewer");
  await queueEscalations(system(), new Date(Date.now() + 0.6 * HOUR_MS));
  await told(viewer, 1);
  const unread = async (actor: Actor) =>
    (await inbox(actor)).filter(({ readAt }) => readAt === null).map(({ link }) => link);
  const answer = await decide(
    admin.request("POST", { decision: "approve" }),
    params({ id: first.approval.id }),
  );
  expect(answer.status).toBe(200);
  expect(await unread(viewer)).toEqual([]);
  for (const person of [tenant, admin])
    expect(await unread(person)).toEqual([`/approvals/${second.approval.id}`]);
  await cancelRun(tenant.caller, second.runId);
  for (const person of [tenant, admin])
    await expect.poll(() => unread(person), { timeout: 20_000 }).toEqual([]);
  expect(await inbox(admin)).toHaveLength(2);
});

test("a trigger that breaks is told once until it was well again, however often it is looked at", async ({
  tenant,
}) => {
  const id = await publish(tenant.caller, STEPS, { type: "schedule", cron: "0 9 * * *" });
  const powers = {
    fetch: () => Promise.reject(new Error("nothing is asked")),
    probeHook: () => Promise.reject(new Error("no hook")),
  };
  const probe = () => probeTriggers(worker("test", tenant.tenantId), id, powers);
  const due = (at: string) =>
    sql`update public.schedules set next_at = ${at}::timestamptz where workflow_id = ${id}`.execute(
      system(),
    );
  await due("2026-01-01T09:00:00Z");
  await probe();
  await probe();
  expect((await told(tenant, 1))[0]).toMatchObject({
    kind: "trigger.broken",
    title: "Test is not live",
  });
  await due("2099-01-01T09:00:00Z");
  await probe();
  await due("2026-01-01T09:00:00Z");
  await probe();
  await told(tenant, 2);
});

test("a schedule that starts late is told once for its time, a punctual one not at all", async ({
  tenant,
}) => {
  const id = await publish(tenant.caller, STEPS, { type: "schedule", cron: "0 * * * *" });
  const set = (at: string) =>
    sql`update public.schedules set next_at = ${at}::timestamptz where workflow_id = ${id}`.execute(
      system(),
    );
  await set("2026-11-21T12:00:00Z");
  await startDue(system(), new Date("2026-11-21T12:00:10Z"));
  await set("2026-11-21T12:00:00Z");
  await startDue(system(), new Date("2026-11-21T12:20:00Z"));
  const [late] = await told(tenant, 1);
  expect(late).toMatchObject({ kind: "schedule.late", title: "Test started late" });
});

test("who accepts an invitation is told of to the others, once, although the link is followed twice", async ({
  tenant,
}) => {
  const person = await signUp({ invitation: true });
  const { id } = await (
    await invite(tenant.request("POST", { email: person.email, role: "admin" }), params())
  ).json();
  const letter = await invitationLetter(worker("test", tenant.tenantId), id);
  const token = letter && new URL(letter.url).searchParams.get("token");
  const headers = {
    authorization: `Bearer ${await accessToken(person)}`,
    "content-type": "application/json",
  };
  for (let times = 0; times < 2; times++) {
    const url = "http://127.0.0.1:3000/api/v1/invitations/accept";
    const request = new Request(url, { method: "POST", headers, body: JSON.stringify({ token }) });
    expect((await accept(request, params())).status).toBe(200);
  }
  const [joined] = await told(tenant, 1);
  expect(joined).toMatchObject({
    kind: "member.joined",
    body: expect.stringContaining(person.email),
  });
});
