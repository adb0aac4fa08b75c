import { sql } from "kysely";
import { expect } from "vitest";
import { POST as UNSUBSCRIBE } from "@/app/api/unsubscribe/[token]/route";
import { PATCH as CHOOSE } from "@/app/api/v1/contacts/[id]/preferences/route";
import { DELETE as FORGET } from "@/app/api/v1/contacts/[id]/route";
import { POST as SUPPRESS } from "@/app/api/v1/suppressions/route";
import { advancePeopleOf } from "@/inngest/sequences/advance";
import { worker } from "@/lib/core/caller";
import { sendMail } from "@/lib/domain/mail/send";
import { pauseSequence } from "@/lib/domain/sequences/documents/pause";
import { getEnrolment } from "@/lib/domain/sequences/people/read";
import { pauseEnrolment } from "@/lib/domain/sequences/people/steer";
import { asTenant } from "@/lib/infra/db/as-tenant";
import { unsubscribeToken } from "@/lib/infra/email/unsubscribe";
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

const CATEGORIES = ["lifecycle", "product", "notification"] as const;
const STEPS = [mailStep("one", { after: "3d" }), mailStep("two", { after: "3d" })];

/** A person in one live sequence of each kind; its places by kind. */
const insideAll = async ({ tenantId }: Actor) => {
  const [contactId = ""] = await addContacts(tenantId, 1);
  const places: Record<string, { sequence: string; enrolment: string }> = {};
  for (const category of CATEGORIES) {
    const sequence = await publishFor(tenantId, document(STEPS, { category }));
    const [enrolment = ""] = await enrol(tenantId, sequence, [contactId]);
    places[category] = { sequence, enrolment };
  }
  return { contactId, places };
};

type Inside = Awaited<ReturnType<typeof insideAll>>;

const placesOf = async ({ tenantId }: Actor, { places }: Inside) => {
  const found: Record<string, string> = {};
  for (const [category, { enrolment }] of Object.entries(places)) {
    const { rows } = await sql<{ state: string }>`
      select concat_ws(' ', status, reason, next_at is null and ended_at is not null) as state from public.enrolments
      where tenant_id = ${tenantId} and id = ${enrolment}`.execute(system());
    found[category] = rows[0]?.state ?? "gone";
  }
  return found;
};

const STAYS = "active f";

const stop = ({ tenantId }: Actor, contactId: string, category: (typeof CATEGORIES)[number]) => {
  const token = unsubscribeToken({ tenantId, contactId, category });
  const request = new Request(`http://127.0.0.1:3000/api/unsubscribe/${token}`, { method: "POST" });
  return UNSUBSCRIBE(request, params({ token }));
};

test("one click ends the person's places in the sequences of that kind at once, paused ones too, and the log says why", async ({
  tenant,
}) => {
  const inside = await insideAll(tenant);
  const { contactId, places } = inside;
  const other = await publishFor(tenant.tenantId, document(STEPS, { category: "product" }));
  const [held = ""] = await enrol(tenant.tenantId, other, [contactId]);
  await pauseEnrolment(tenant.caller, held);
  await pauseSequence(tenant.caller, places.product?.sequence ?? "");
  for (const _ of [1, 2]) expect((await stop(tenant, contactId, "product")).status).toBe(200);
  expect(await placesOf(tenant, inside)).toEqual({
    lifecycle: STAYS,
    product: "exited unsubscribed t",
    notification: STAYS,
  });
  const { status, reason, log } = await getEnrolment(tenant.caller, held);
  expect({ status, reason }).toEqual({ status: "exited", reason: "unsubscribed" });
  expect(log.map(({ what, reason: why }) => [what, why])).toEqual([
    ["enter", null],
    ["pause", "paused by hand"],
    ["exit", "unsubscribed"],
  ]);
  // Nobody decides about it any more, whenever that would have been.
  const at = new Date(Date.now() + 30 * 86_400_000);
  await advancePeopleOf(tenant.tenantId, [places.product?.enrolment ?? "", held], at);
  expect(await ledger(tenant.tenantId)).toEqual([]);
});

test("nobody else leaves: not others of the company, not the same address at another company", async ({
  tenant,
  rival,
}) => {
  const [inside, bystander] = [await insideAll(tenant), await insideAll(tenant)];
  const elsewhere = await insideAll(rival);
  await sql`update public.contacts set email = (select email from public.contacts where id = ${inside.contactId}) where id = ${elsewhere.contactId}`.execute(
    system(),
  );
  for (const category of CATEGORIES) await stop(tenant, inside.contactId, category);
  const nobody = { lifecycle: STAYS, product: STAYS, notification: STAYS };
  expect(await placesOf(tenant, bystander)).toEqual(nobody);
  expect(await placesOf(rival, elsewhere)).toEqual(nobody);
  const left = CATEGORIES.map(() => "exited unsubscribed t");
  expect(Object.values(await placesOf(tenant, inside))).toEqual(left);
});

test("a suppression ends all places with its reason, a choice those of its kinds, forgetting removes them", async ({
  tenant,
}) => {
  const [suppressed, choosy, forgotten] = [
    await insideAll(tenant),
    await insideAll(tenant),
    await insideAll(tenant),
  ];
  const { rows } = await sql<{ email: string }>`
    select email from public.contacts where id = ${suppressed.contactId}`.execute(system());
  const { status } = await SUPPRESS(tenant.request("POST", { email: rows[0]?.email }), params());
  expect(status).toBe(204);
  expect(new Set(Object.values(await placesOf(tenant, suppressed)))).toEqual(
    new Set(["exited by hand t"]),
  );
  const preferences = { lifecycle: false, product: true };
  const chosen = await CHOOSE(
    tenant.request("PATCH", { preferences }),
    params({ id: choosy.contactId }),
  );
  expect(chosen.status).toBe(200);
  expect(await placesOf(tenant, choosy)).toEqual({
    lifecycle: "exited unsubscribed t",
    product: STAYS,
    notification: STAYS,
  });
  await FORGET(tenant.request("DELETE"), params({ id: forgotten.contactId }));
  expect(new Set(Object.values(await placesOf(tenant, forgotten)))).toEqual(new Set(["gone"]));
});

test("who unsubscribes while a mail is being decided leaves as soon as that is done, and the mail is not sent", async ({
  tenant,
}) => {
  const { tenantId } = tenant;
  const [contactId = ""] = await addContacts(tenantId, 1);
  const steps = [mailStep("one"), mailStep("two", { after: "3d" })];
  const sequence = await publishFor(tenantId, document(steps, { category: "product" }));
  const [enrolment = ""] = await enrol(tenantId, sequence, [contactId]);
  let stopping: Promise<Response> | undefined;
  // The decision's transaction, which commits only after the click has come.
  await asTenant(worker("sequences-advance", tenantId), async () => {
    await advancePeopleOf(tenantId, [enrolment]);
    stopping = stop(tenant, contactId, "product");
    const waits = async () => {
      const { rows } = await sql`
        select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%leave_sequences%' and datname = current_database()`.execute(
        system(),
      );
      return rows.length;
    };
    await expect.poll(waits, { timeout: 15_000, interval: 20 }).toBeGreaterThan(0);
  });
  expect((await stopping)?.status).toBe(200);
  const { status, log } = await getEnrolment(tenant.caller, enrolment);
  expect([status, log.map(({ what }) => what)]).toEqual(["exited", ["enter", "send", "exit"]]);
  const [mail] = await ledger(tenantId);
  expect(await sendMail({ tenantId, mailId: mail?.id ?? "" })).toBe("settled");
  expect(await ledger(tenantId)).toMatchObject([{ status: "skipped", error: "unsubscribed" }]);
});
