import { sql } from "kysely";
import { expect } from "vitest";
import { PUT } from "@/app/api/v1/notifications/preferences/route";
import { GET } from "@/app/api/v1/notifications/route";
import { tell as tellNews } from "@/inngest/notifications/tell-news";
import { claimMails } from "@/lib/domain/notifications/mail/claim";
import {
  brokenTrigger,
  finishedSetUp,
  joinedMember,
  lateSchedule,
} from "@/lib/domain/notifications/news";
import { NotificationPage } from "@/lib/domain/notifications/schema";
import { mailsOf, NEWS, system, tell, writeMails } from "@/tests/notifications/support/told";
import { publish } from "@/tests/runs/support/workflow";
import type { Actor } from "@/tests/support/actor";
import { params, test } from "@/tests/support/test";

const inbox = async (actor: Actor) => {
  const response = await GET(actor.request("GET"), params());
  expect(response.status).toBe(200);
  return NotificationPage.parse(await response.json());
};

const choose = async (actor: Actor, wish: object) => {
  const response = await PUT(actor.request("PUT", wish), params());
  expect(response.status, await response.clone().text()).toBe(200);
};

test("people with the role are told once a key in the app and by mail, however often and from how many sides it is told", async ({
  tenant,
}) => {
  const admin = await tenant.as("admin");
  const member = await tenant.as("member");
  await Promise.all(Array.from({ length: 8 }, () => tell(tenant)));
  for (const actor of [tenant, admin]) {
    const { data, unread } = await inbox(actor);
    expect(data).toHaveLength(1);
    expect(data[0]).toMatchObject({
      kind: NEWS.kind,
      title: NEWS.title,
      body: NEWS.body,
      link: "/workflows",
    });
    expect(unread).toBe(1);
  }
  expect(await inbox(member)).toMatchObject({ data: [], unread: 0 });
  await Promise.all(Array.from({ length: 4 }, () => writeMails(tenant)));
  const mails = await mailsOf(tenant);
  expect(mails.map(({ recipient }) => recipient).sort()).toEqual(
    [tenant.email, admin.email].sort(),
  );
  expect(mails[0]).toMatchObject({ template: "notification", subject: NEWS.title });
  expect(mails[0]?.body).toContain("Its hook is not registered.");
});

test("people by address and by id are told, whoever did it is not, and strangers are nobody", async ({
  tenant,
  rival,
}) => {
  const viewer = await tenant.as("viewer");
  const told = await tell(tenant, {
    to: {
      role: "owner",
      emails: [viewer.email.toUpperCase(), rival.email],
      people: [rival.userId],
    },
    except: tenant.userId,
  });
  expect(told.people).toBe(1);
  expect((await inbox(viewer)).data).toHaveLength(1);
  expect((await inbox(tenant)).data).toEqual([]);
  expect((await inbox(rival)).data).toEqual([]);
});

test("each person's choices decide which kinds come through which channel", async ({ tenant }) => {
  const admin = await tenant.as("admin");
  await choose(tenant, { choices: { "trigger.broken": { email: false } } });
  await choose(admin, { choices: { "trigger.broken": { inApp: false } } });
  await tell(tenant);
  await writeMails(tenant);
  expect((await inbox(tenant)).data).toHaveLength(1);
  expect((await inbox(admin)).data).toEqual([]);
  expect((await mailsOf(tenant)).map(({ recipient }) => recipient)).toEqual([admin.email]);
  await choose(tenant, { choices: { "trigger.broken": { email: false, inApp: false } } });
  expect(await tell(tenant, { key: "trigger/2", to: { role: "owner" } })).toEqual({
    people: 0,
    slack: false,
  });
});

test("in quiet hours nothing is mailed; the sweep asks for it when they end, and all of it is one mail", async ({
  tenant,
}) => {
  await choose(tenant, { quiet: { from: "22:00", to: "07:00" } });
  await sql`update public.profiles set time_zone = 'Europe/Berlin' where user_id = ${tenant.userId}`.execute(
    system(),
  );
  const night = new Date("2026-11-21T23:00:00Z");
  const morning = new Date("2026-11-22T06:00:00Z");
  await tell(tenant, {}, night);
  await tell(tenant, { key: "trigger/2", title: "Refunds is not live" }, night);
  await writeMails(tenant, night);
  expect(await mailsOf(tenant)).toEqual([]);
  await claimMails(system(), new Date(morning.getTime() - 1000));
  await writeMails(tenant, night);
  expect(await mailsOf(tenant)).toEqual([]);
  await claimMails(system(), morning);
  await claimMails(system(), morning);
  await writeMails(tenant, morning);
  await writeMails(tenant, morning);
  const [mail, ...more] = await mailsOf(tenant);
  expect(more).toEqual([]);
  expect(mail?.template).toBe("notification-digest");
  expect(mail?.subject).toContain("2 notifications");
  expect(mail?.body).toContain("Orders is not live");
  expect(mail?.body).toContain("Refunds is not live");
});

test("a digest leaves out what was read in the app, and comes not at all when all of it was", async ({
  tenant,
}) => {
  await choose(tenant, { rhythm: "daily" });
  const now = new Date("2026-11-21T12:00:00Z");
  await tell(tenant, {}, now);
  await sql`update public.notifications set read_at = now() where tenant_id = ${tenant.tenantId}`.execute(
    system(),
  );
  const later = new Date("2026-11-23T12:00:00Z");
  await claimMails(system(), later);
  await writeMails(tenant, later);
  expect(await mailsOf(tenant)).toEqual([]);
  await tell(tenant, { key: "trigger/2", title: "Refunds is not live" }, now);
  await claimMails(system(), later);
  await writeMails(tenant, later);
  expect((await mailsOf(tenant)).map(({ subject }) => subject)).toEqual(["Refunds is not live"]);
});

test("whoever leaves the company loses its notifications and is mailed nothing any more", async ({
  tenant,
}) => {
  const admin = await tenant.as("admin");
  await tell(tenant, { to: { role: "admin" }, except: tenant.userId });
  await sql`delete from public.memberships where user_id = ${admin.userId}`.execute(system());
  await writeMails(tenant);
  expect(await mailsOf(tenant)).toEqual([]);
});

test("a broken trigger, a late schedule and a new member become news, each once", async ({
  tenant,
}) => {
  const member = await tenant.as("member");
  const id = await publish(tenant.caller, [{ id: "a", type: "transform", with: { value: {} } }]);
  await sql`insert into public.probes (tenant_id, workflow_id, version, problem, problem_since)
    values (${tenant.tenantId}, ${id}, 1, '{"code":"x","message":"It is gone."}', now())
    on conflict (tenant_id, workflow_id) do update set version = 1, problem = excluded.problem, problem_since = now()`.execute(
    system(),
  );
  await sql`insert into public.schedules (tenant_id, workflow_id, cron, time_zone, missed, next_at)
    values (${tenant.tenantId}, ${id}, '0 9 * * *', 'Europe/Berlin', 'skip', now())`.execute(
    system(),
  );
  const late = { workflowId: id, scheduledAt: "2026-11-21T08:00:00.000Z", missed: 2 };
  const joined = { userId: member.userId, invitationId: crypto.randomUUID() };
  for (let times = 0; times < 2; times++) {
    await tellNews(tenant, (tx) => brokenTrigger(tx, id));
    await tellNews(tenant, (tx) => lateSchedule(tx, late));
    await tellNews(tenant, (tx) => joinedMember(tx, joined));
    await tellNews(tenant, (tx) => finishedSetUp(tx, tenant.userId));
  }
  const { data } = await inbox(tenant);
  expect(data.map(({ kind, body }) => [kind, body])).toEqual([
    ["onboarding.completed", expect.stringContaining("first steps is done")],
    ["member.joined", expect.stringContaining(member.email)],
    ["schedule.late", expect.stringContaining("09:00 (Europe/Berlin). 2 times were missed")],
    ["trigger.broken", "It is gone."],
  ]);
  expect((await inbox(member)).data).toEqual([]);
});
