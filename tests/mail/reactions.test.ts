import fc from "fast-check";
import { sql } from "kysely";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, expect } from "vitest";
import { POST } from "@/app/api/hooks/resend/route";
import { GET as MAILS } from "@/app/api/v1/contacts/[id]/mails/route";
import { DELETE as FORGET } from "@/app/api/v1/contacts/[id]/route";
import { GET as RESULTS } from "@/app/api/v1/sequences/[id]/results/route";
import { advancePeopleOf } from "@/inngest/sequences/advance";
import { sendMail } from "@/lib/domain/mail/send";
import { getEnrolment } from "@/lib/domain/sequences/people/read";
import { openDoor } from "@/tests/mail/door";
import { openMailbox } from "@/tests/mail/mailbox";
import {
  addContacts,
  document,
  enrol,
  ledger,
  mailStep,
  publishFor,
  system,
} from "@/tests/sequences/support/people";
import type { Actor } from "@/tests/support/actor";
import { params, test } from "@/tests/support/test";

let mailbox: Awaited<ReturnType<typeof openMailbox>>;
let door: Awaited<ReturnType<typeof openDoor>>;
beforeAll(async () => {
  door = await openDoor();
  mailbox = await openMailbox({ webhookUrl: door.url });
});
afterAll(async () => {
  await mailbox.close();
  await door.close();
});

/** Somebody who got the first mail of a sequence. */
const reader = async ({ tenantId }: Actor) => {
  const [contactId = ""] = await addContacts(tenantId, 1);
  const steps = [mailStep("one"), mailStep("two", { after: "3d" })];
  const sequence = await publishFor(tenantId, document(steps, { goal: { event: "bought" } }));
  const [enrolment = ""] = await enrol(tenantId, sequence, [contactId]);
  await advancePeopleOf(tenantId, [enrolment]);
  const mailId = (await ledger(tenantId)).find((mail) => mail.contactId === contactId)?.id ?? "";
  return { contactId, sequence, enrolment, mailId };
};

type News = { id: string; type: string; at: string };

const tell = async (tenantId: string, mailId: string, { id, type, at }: News) => {
  const tags = { mail: mailId, tenant: tenantId, template: "sequence-mail" };
  const body = JSON.stringify({ type, created_at: at, data: { email_id: "e-1", tags } });
  const now = new Date();
  const headers = {
    "svix-id": id,
    "svix-timestamp": String(Math.floor(now.getTime() / 1000)),
    "svix-signature": new Webhook(mailbox.webhookSecret).sign(id, now, body),
  };
  const url = "http://127.0.0.1:3000/api/hooks/resend";
  const answer = await POST(new Request(url, { method: "POST", body, headers }));
  expect(answer.status).toBe(200);
  return answer.json();
};

const mailOf = async ({ request }: Actor, contactId: string) => {
  const { data } = await (await MAILS(request("GET"), params({ id: contactId }))).json();
  const [{ status, openedAt, opens, clickedAt, clicks }] = data;
  return { status, openedAt, opens, clickedAt, clicks };
};

const minute = (n: number) => `2026-11-20T10:0${n}:00.000Z`;

const NEWS: News[] = [
  { id: "d", type: "email.delivered", at: minute(0) },
  { id: "o1", type: "email.opened", at: minute(1) },
  { id: "o2", type: "email.opened", at: minute(2) },
  { id: "o3", type: "email.opened", at: minute(3) },
  { id: "c1", type: "email.clicked", at: minute(4) },
  { id: "c2", type: "email.clicked", at: minute(5) },
];

test("opens and clicks in any order, repeated and replayed, end in the same counts and first times", {
  timeout: 120_000,
}, async ({ tenant }) => {
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([...NEWS, ...NEWS, ...NEWS], { minLength: 18 }),
      async (order) => {
        const { contactId, mailId } = await reader(tenant);
        for (const news of order) await tell(tenant.tenantId, mailId, news);
        expect(await mailOf(tenant, contactId)).toEqual({
          status: "delivered",
          openedAt: minute(1),
          opens: 3,
          clickedAt: minute(4),
          clicks: 2,
        });
      },
    ),
    { numRuns: 8 },
  );
});

test("many opens at once count each once and stop at a hundred", { timeout: 60_000 }, async ({
  tenant,
}) => {
  const { contactId, mailId } = await reader(tenant);
  const opens = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ id: `o${n}`, type: "email.opened", at: minute(1) }));
  const told = [...opens(20), ...opens(20)].map((news) => tell(tenant.tenantId, mailId, news));
  await Promise.all(told);
  expect(await mailOf(tenant, contactId)).toMatchObject({ opens: 20 });
  for (const news of opens(110)) await tell(tenant.tenantId, mailId, news);
  expect(await mailOf(tenant, contactId)).toMatchObject({ opens: 100, clicks: 0 });
});

test("who opens and clicks has reached no goal and goes on; the person's log and the results show it", async ({
  tenant,
}) => {
  const { sequence, enrolment, mailId } = await reader(tenant);
  for (const news of NEWS) await tell(tenant.tenantId, mailId, news);
  const { status, goalAt, log } = await getEnrolment(tenant.caller, enrolment);
  expect({ status, goalAt }).toEqual({ status: "active", goalAt: null });
  expect(log.map(({ what }) => what)).toEqual(["enter", "send"]);
  expect(log[1]?.mail).toMatchObject({
    status: "delivered",
    openedAt: minute(1),
    opens: 3,
    clickedAt: minute(4),
    clicks: 2,
  });
  const results = await (await RESULTS(tenant.request("GET"), params({ id: sequence }))).json();
  expect(results.steps).toMatchObject([
    { stepKey: "one", sent: 1, opened: 1, clicked: 1 },
    { stepKey: "two", sent: 0, opened: 0, clicked: 0 },
  ]);
  expect(results.treated.reached).toBe(0);
});

test("the mails to somebody nobody knows, or whom another company knows, are not found", async ({
  tenant,
  rival,
}) => {
  const [contactId = ""] = await addContacts(tenant.tenantId, 1);
  const ask = async ({ request }: Actor, id: string) =>
    (await MAILS(request("GET"), params({ id }))).status;
  expect(await ask(tenant, contactId)).toBe(200);
  expect(await ask(rival, contactId)).toBe(404);
  expect(await ask(tenant, "018f0000-0000-7000-8000-000000000001")).toBe(404);
});

test("another company's news, unreadable times and news of forgotten people leave nothing behind", async ({
  tenant,
  rival,
}) => {
  const { contactId, mailId } = await reader(tenant);
  await tell(rival.tenantId, mailId, { id: "x", type: "email.opened", at: minute(1) });
  expect(await mailOf(tenant, contactId)).toMatchObject({ opens: 0, openedAt: null });
  const odd = { id: "y", type: "email.opened", at: "yesterday" };
  const ahead = { id: "z", type: "email.clicked", at: "2999-01-01T00:00:00.000Z" };
  for (const news of [odd, ahead]) await tell(tenant.tenantId, mailId, news);
  const { openedAt, clickedAt } = await mailOf(tenant, contactId);
  for (const at of [openedAt, clickedAt])
    expect(Math.abs(Date.parse(at) - Date.now())).toBeLessThan(120_000);
  await FORGET(tenant.request("DELETE"), params({ id: contactId }));
  await tell(tenant.tenantId, mailId, { id: "late", type: "email.opened", at: minute(1) });
  const { rows } = await sql`
    select opened_at, opens, clicked_at, clicks, (select count(*)::int from public.mail_reactions r where r.mail_id = m.id) as kept
    from public.mails m where id = ${mailId}`.execute(system());
  expect(rows).toEqual([{ openedAt: null, opens: 0, clickedAt: null, clicks: 0, kept: 0 }]);
});

test("what the recipient does in the mailbox reaches the ledger over signed webhooks", {
  timeout: 60_000,
}, async ({ tenant }) => {
  const { contactId, mailId } = await reader(tenant);
  expect(await sendMail({ tenantId: tenant.tenantId, mailId })).toBe("accepted");
  const [mail] = await mailbox.received();
  for (const type of ["opened", "opened", "clicked"]) await mailbox.play(mail?.id ?? "", { type });
  await expect
    .poll(() => mailOf(tenant, contactId), { timeout: 20_000, interval: 100 })
    .toMatchObject({ status: "delivered", opens: 2, clicks: 1 });
});
