import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { sql } from "kysely";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, expect } from "vitest";
import { POST } from "@/app/api/hooks/resend/route";
import { POST as UPSERT } from "@/app/api/v1/contacts/route";
import { GET as SUPPRESSIONS } from "@/app/api/v1/suppressions/route";
import { worker } from "@/lib/core/caller";
import { asSystem } from "@/lib/infra/db/as-system";
import { asTenant } from "@/lib/infra/db/as-tenant";
import { openMailbox } from "@/tests/mail/mailbox";
import type { Actor } from "@/tests/support/actor";
import { params, test } from "@/tests/support/test";

let mailbox: Awaited<ReturnType<typeof openMailbox>>;
beforeAll(async () => {
  mailbox = await openMailbox();
});
afterAll(() => mailbox.close());

const system = () => asSystem("tests look at what was stored");

/** A contact and mails to it that have left. */
const reader = async (tenant: Actor, mails = 1) => {
  const email = `${randomUUID()}@inbox.test`;
  const answer = await UPSERT(
    tenant.request("POST", { email, consent: { basis: "opt-in" } }),
    params(),
  );
  const { id: contactId } = await answer.json();
  const mailIds = Array.from({ length: mails }, () => randomUUID());
  for (const id of mailIds)
    await sql`insert into public.mails (tenant_id, id, key, template, recipient, subject, html, body, status, category, contact_id)
      values (${tenant.tenantId}, ${id}, ${id}, 'sequence-mail', ${email}, 's', 'h', 'b', 'claimed', 'product', ${contactId})`.execute(
      system(),
    );
  return { email, contactId, mailIds, mailId: mailIds[0] ?? "" };
};

const tell = (
  tenantId: string,
  mailId: string,
  type: string,
  { extra = {}, at = new Date() }: { extra?: object; at?: Date } = {},
) => {
  const tags = { mail: mailId, tenant: tenantId, template: "sequence-mail" };
  const body = JSON.stringify({ type, data: { email_id: "e-1", tags, ...extra } });
  const headers = {
    "svix-id": "msg",
    "svix-timestamp": String(Math.floor(at.getTime() / 1000)),
    "svix-signature": new Webhook(mailbox.webhookSecret).sign("msg", at, body),
  };
  return POST(
    new Request("http://127.0.0.1:3000/api/hooks/resend", { method: "POST", body, headers }),
  );
};

const bounce = (type: string) => ({ extra: { bounce: { type, message: "No such box" } } });

const stateOf = async (
  tenant: Actor,
  { email, contactId, mailId }: Awaited<ReturnType<typeof reader>>,
) => {
  const { rows } = await asTenant(worker("test", tenant.tenantId), (tx) =>
    sql<{ status: string; why: string | null }>`
      select (select status from public.mails where id = ${mailId}::uuid) as status,
        app.why_not_mailed(${contactId}::uuid, 'product') as why`.execute(tx),
  );
  const list = await SUPPRESSIONS(
    tenant.request("GET", undefined, { query: { search: email } }),
    params(),
  );
  const { data } = await list.json();
  return { ...rows[0], listed: data.map(({ reason }: { reason: string }) => reason) };
};

const KINDS = [
  "email.sent",
  "email.delivered",
  "email.opened",
  "email.bounced",
  "email.complained",
];

test("G13: news in any order, three times over and replayed, end in the same state", {
  timeout: 120_000,
}, async ({ tenant }) => {
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([...KINDS, ...KINDS, ...KINDS], { minLength: 15 }),
      async (order) => {
        const who = await reader(tenant);
        for (const type of order) {
          const answer = await tell(tenant.tenantId, who.mailId, type, bounce("Permanent"));
          expect(answer.status).toBe(200);
        }
        expect(await stateOf(tenant, who)).toEqual({
          status: "complained",
          why: "complained",
          listed: ["complained"],
        });
      },
    ),
    { numRuns: 15 },
  );
});

test("G18: a hard bounce spares the address for every company, a complaint for one", async ({
  tenant,
  rival,
}) => {
  const [gone, cross] = [await reader(tenant), await reader(tenant)];
  await tell(tenant.tenantId, gone.mailId, "email.bounced", bounce("Permanent"));
  await tell(tenant.tenantId, cross.mailId, "email.complained");
  const whyElsewhere = async (email: string) => {
    const body = { email, consent: { basis: "opt-in" } };
    const { id } = await (await UPSERT(rival.request("POST", body), params())).json();
    const { rows } = await asTenant(worker("test", rival.tenantId), (tx) =>
      sql<{ why: string | null }>`select app.why_not_mailed(${id}::uuid, 'product') as why`.execute(
        tx,
      ),
    );
    return rows[0]?.why;
  };
  expect(await whyElsewhere(gone.email)).toBe("bounced");
  expect(await whyElsewhere(cross.email)).toBeNull();
});

test("the third soft bounce in 30 days pauses an address, the first two do not", async ({
  tenant,
}) => {
  const who = await reader(tenant, 3);
  for (const [n, mailId] of who.mailIds.entries()) {
    for (const _ of [1, 2])
      await tell(tenant.tenantId, mailId, "email.bounced", bounce("Transient"));
    expect((await stateOf(tenant, who)).why).toBe(n < 2 ? null : "bounced");
  }
  const { rows } = await sql<{ days: number }>`
    select round(extract(epoch from until - now()) / 86400)::int as days from public.suppressions where email = ${who.email}`.execute(
    system(),
  );
  expect(rows).toEqual([{ days: 30 }]);
});

test("G13: news older or newer than five minutes are refused", async ({ tenant }) => {
  const who = await reader(tenant);
  for (const minutes of [-6, 6]) {
    const at = new Date(Date.now() + minutes * 60_000);
    const answer = await tell(tenant.tenantId, who.mailId, "email.complained", { at });
    expect([answer.status, (await answer.json()).code]).toEqual([401, "unauthenticated"]);
  }
  expect(await stateOf(tenant, who)).toEqual({ status: "claimed", why: null, listed: [] });
});

test("news that name another company's mail change nothing there", async ({ tenant, rival }) => {
  const who = await reader(tenant);
  await tell(rival.tenantId, who.mailId, "email.complained");
  expect(await stateOf(tenant, who)).toEqual({ status: "claimed", why: null, listed: [] });
});
