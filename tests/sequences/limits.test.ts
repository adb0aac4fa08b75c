import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, expect } from "vitest";
import { GET as listed } from "@/app/api/v1/mails/route";
import { advancePeopleOf } from "@/inngest/sequences/advance";
import { worker } from "@/lib/core/caller";
import { sendMail } from "@/lib/domain/mail/send";
import { CAPS } from "@/lib/domain/sequences/advance";
import { hearEvent } from "@/lib/domain/sequences/enrolments/hear";
import { BATCH, queueDue } from "@/lib/domain/sequences/enrolments/queue-due";
import { exitEnrolment } from "@/lib/domain/sequences/people/steer";
import { asTenant } from "@/lib/infra/db/as-tenant";
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
import { params, test } from "@/tests/support/test";

let mailbox: Awaited<ReturnType<typeof openMailbox>>;
beforeAll(async () => {
  mailbox = await openMailbox();
});
afterAll(() => mailbox.close());

const HOUR_MS = 3_600_000;

/** A lock that is waited for too long is given up, and the engine tries again; so does the test. */
const patiently = async (work: () => Promise<unknown>, tries = 10): Promise<unknown> => {
  try {
    return await work();
  } catch (error) {
    const { code = "" } = error as { code?: string };
    if (tries <= 1 || !["55P03", "unavailable"].includes(code)) throw error;
    return patiently(work, tries - 1);
  }
};
const DAY_MS = 24 * HOUR_MS;

test("nobody gets more marketing mail than the caps allow, however many sequences want to write at once (G17)", async ({
  tenant,
}) => {
  const { tenantId } = tenant;
  const people = await addContacts(tenantId, 5);
  const delays = fc.sample(fc.constantFrom("1h", "6h", "1d", "2d", "90m"), {
    numRuns: 15,
    seed: 3,
  });
  const sequences = await Promise.all(
    [0, 1, 2].map((n) => {
      const steps = delays
        .slice(n * 5, n * 5 + 5)
        .map((after, at) => mailStep(`s${n}-${at}`, { after }, { lateHours: 240 }));
      return publishFor(tenantId, document(steps, { category: n === 2 ? "product" : "lifecycle" }));
    }),
  );
  const inside: string[][] = [];
  for (const sequence of sequences) inside.push(await enrol(tenantId, sequence, people));
  const start = Date.now();
  for (let hour = 0; hour <= 9 * 24; hour += 8) {
    const now = new Date(start + hour * HOUR_MS);
    // All at the same instant, in transactions of their own.
    await Promise.all(inside.map((ids) => patiently(() => advancePeopleOf(tenantId, ids, now))));
  }
  const mails = await ledger(tenantId);
  expect(mails.length).toBeGreaterThan(people.length * 3);
  const broken = people.flatMap((person) => {
    const at = mails
      .filter(({ contactId }) => contactId === person)
      .map(({ createdAt }) => createdAt.getTime());
    return CAPS.flatMap(({ count, withinMs }) =>
      at.filter(
        (one) => at.filter((other) => other > one - withinMs && other <= one).length > count,
      ),
    );
  });
  expect(broken).toEqual([]);
}, 180_000);

/** Ways in which somebody stops wanting mail. */
const STOPS = [
  "suppressed",
  "unsubscribed",
  "bounced elsewhere",
  "forgotten",
  "goal",
  "exit",
  "by hand",
] as const;

test("whatever ends a person's interest stops the mail that is queued and all that would come, also in a race (G3)", async ({
  tenant,
}) => {
  const { tenantId } = tenant;
  const caller = worker("test", tenantId);
  const sequence = await publishFor(
    tenantId,
    document([mailStep("one"), mailStep("two", { after: "1d" })], {
      goal: { event: "bought" },
      exits: [{ event: "left" }],
      category: "notification",
    }),
  );
  const hear = (name: string, contactId: string) =>
    asTenant(caller, (tx) =>
      hearEvent(tx, { name, data: {}, contactIds: [contactId], subject: null }, new Date()),
    );
  const stop = async (how: (typeof STOPS)[number], contactId: string, enrolmentId: string) => {
    if (how === "goal") await hear("bought", contactId);
    else if (how === "exit") await hear("left", contactId);
    else if (how === "by hand") await exitEnrolment(caller, enrolmentId, { reason: "" });
    else if (how === "suppressed")
      await sql`insert into public.suppressions (tenant_id, email, reason) select tenant_id, email, 'complained' from public.contacts
        where id = ${contactId}`.execute(system());
    else if (how === "unsubscribed")
      await sql`insert into public.mail_preferences (tenant_id, contact_id, category, wants, source)
        values (${tenantId}, ${contactId}, 'notification', false, 'link')`.execute(system());
    else if (how === "bounced elsewhere")
      await sql`insert into app.bounced_addresses (email) select email from public.contacts where id = ${contactId}`.execute(
        system(),
      );
    else await sql`delete from public.contacts where id = ${contactId}`.execute(system());
  };
  // Before the mail leaves, at the same time, and after it left.
  const orders = ["before", "race", "after"] as const;
  const wrong: string[] = [];
  for (const how of STOPS)
    for (const order of orders.flatMap((one) => (one === "race" ? [one, one, one] : [one]))) {
      const contacts = await addContacts(tenantId, 1);
      const [contactId = ""] = contacts;
      const [enrolmentId = ""] = await enrol(tenantId, sequence, contacts);
      await advancePeopleOf(tenantId, [enrolmentId]);
      const mailId =
        (await ledger(tenantId)).find((mail) => mail.enrolmentId === enrolmentId)?.id ?? "";
      const ref = { tenantId, mailId };
      if (order === "before") await stop(how, contactId, enrolmentId);
      if (order === "after") await sendMail(ref);
      await Promise.all([
        order === "race" ? sendMail(ref) : undefined,
        order === "before" ? undefined : stop(how, contactId, enrolmentId),
      ]);
      if (order === "before") await sendMail(ref);
      const status = (await ledger(tenantId)).find(({ id }) => id === mailId)?.status;
      const allowed = { before: ["skipped"], race: ["skipped", "accepted"], after: ["accepted"] }[
        order
      ];
      if (!allowed.includes(status ?? "")) wrong.push(`${how} ${order}: ${status}`);
      await advancePeopleOf(tenantId, [enrolmentId], new Date(Date.now() + 2 * DAY_MS));
      const mails = (await ledger(tenantId)).filter((mail) => mail.enrolmentId === enrolmentId);
      if (mails.some(({ stepKey }) => stepKey === "two"))
        wrong.push(`${how} ${order}: got the next one`);
    }
  expect(wrong).toEqual([]);
}, 180_000);

test("what one tenant knows against a person does not mute another's mail, except that the address does not exist (G18)", async ({
  tenant,
  rival,
}) => {
  const email = `${crypto.randomUUID()}@inbox.test`;
  const contactOf = async (tenantId: string) => {
    const { rows } = await sql<{ id: string }>`
      insert into public.contacts (tenant_id, email, consent_basis, consent_at) values (${tenantId}, ${email}, 'opt-in', now()) returning id`.execute(
      system(),
    );
    return rows[0]?.id ?? "";
  };
  const [mine, theirs] = [await contactOf(tenant.tenantId), await contactOf(rival.tenantId)];
  const why = (tenantId: string, contactId: string) =>
    asTenant(worker("test", tenantId), async (tx) => {
      const { rows } = await sql<{
        why: string | null;
      }>`select app.why_not_mailed(${contactId}::uuid, 'lifecycle') as why`.execute(tx);
      return rows[0]?.why;
    });
  await sql`insert into public.suppressions (tenant_id, email, reason) values (${tenant.tenantId}, ${email}, 'complained')`.execute(
    system(),
  );
  await sql`insert into public.mail_preferences (tenant_id, contact_id, category, wants, source)
    values (${tenant.tenantId}, ${mine}, 'lifecycle', false, 'link')`.execute(system());
  expect(await why(tenant.tenantId, mine)).toBe("complained");
  expect(await why(rival.tenantId, theirs)).toBeNull();
  // A stranger's contact is not there at all.
  expect(await why(rival.tenantId, mine)).toBe("deleted");
  await asTenant(worker("test", tenant.tenantId), (tx) =>
    sql`select app.note_bounce(${email}, 'no such mailbox')`.execute(tx),
  );
  expect(await why(rival.tenantId, theirs)).toBe("bounced");
  // People cannot ask which addresses others have written to, nor put one on the list.
  await asTenant(rival.caller, async (tx) => {
    const { rows } = await sql`select * from app.spared(array[${email}])`.execute(tx);
    expect(rows).toEqual([]);
  });
  await expect(
    asTenant(rival.caller, (tx) => sql`select app.note_bounce(${email}, 'x')`.execute(tx)),
  ).rejects.toMatchObject({ code: "42501" });
});

test("ten thousand people due at one minute are claimed once, in batches of one tenant, and none is dropped (G14)", async ({
  tenant,
  rival,
}) => {
  const sizes = [9000, 1000];
  for (const [n, { tenantId }] of [tenant, rival].entries()) {
    const sequence = await publishFor(tenantId, document([mailStep("one")]));
    await addContacts(tenantId, sizes[n] ?? 0);
    await sql`insert into public.enrolments (tenant_id, sequence_id, contact_id, version, next_at)
      select ${tenantId}, ${sequence}, id, 1, now() from public.contacts where tenant_id = ${tenantId}`.execute(
      system(),
    );
  }
  const now = new Date(Date.now() + 1000);
  const claimed = await Promise.all([1, 2, 3].map(() => queueDue(system(), now)));
  expect(claimed.reduce((sum, n) => sum + n, 0)).toBe(10_000);
  for (const [n, actor] of [tenant, rival].entries()) {
    const batches = (await actor.events()).filter(({ name }) => name === "sequences/batch.due");
    const ids = batches.flatMap(({ data }) => data.enrolmentIds as string[]);
    expect(new Set(ids).size).toBe(sizes[n]);
    expect(ids.length).toBe(sizes[n]);
    expect(batches.every(({ data }) => (data.enrolmentIds as string[]).length <= BATCH)).toBe(true);
  }
  // A batch that came to nothing comes up again.
  expect(await queueDue(system(), new Date(now.getTime() + 11 * 60_000))).toBe(10_000);
}, 180_000);

test("a mail the provider refuses for now is not aged by waiting, and goes out when it may (G14)", async ({
  tenant,
}) => {
  const { tenantId } = tenant;
  const sequence = await publishFor(tenantId, document([mailStep("one")]));
  const [enrolmentId = ""] = await enrol(tenantId, sequence, await addContacts(tenantId, 1));
  await advancePeopleOf(tenantId, [enrolmentId]);
  const [mail] = await ledger(tenantId);
  const ref = { tenantId, mailId: mail?.id ?? "" };
  await mailbox.fault("429", 2);
  for (let n = 0; n < 2; n += 1) {
    await expect(sendMail(ref)).rejects.toMatchObject({
      code: "rate_limited",
      retryAfterS: expect.any(Number),
    });
    expect((await ledger(tenantId))[0]).toMatchObject({ status: "queued" });
    await sql`update public.mails set created_at = created_at - interval '30 hours' where id = ${ref.mailId}`.execute(
      system(),
    );
  }
  expect(await sendMail(ref)).toBe("accepted");
});

test("a mail of which nobody knows whether it was sent is held and listed with the reason, for admins (G2)", async ({
  tenant,
}) => {
  const { tenantId } = tenant;
  const sequence = await publishFor(tenantId, document([mailStep("one")]));
  const inside = await enrol(tenantId, sequence, await addContacts(tenantId, 2));
  await advancePeopleOf(tenantId, inside);
  const [first] = await ledger(tenantId);
  await sql`update public.mails set status = 'claimed', claimed_at = now() - interval '24 hours' where id = ${first?.id ?? ""}`.execute(
    system(),
  );
  expect(await sendMail({ tenantId, mailId: first?.id ?? "" })).toBe("unknown");
  expect(await sendMail({ tenantId, mailId: first?.id ?? "" })).toBe("settled");
  const page = async (query: string, actor: Pick<typeof tenant, "request"> = tenant) => {
    const response = await listed(actor.request("GET", undefined, { query }), params());
    return { status: response.status, body: await response.json() };
  };
  expect((await page("status=unknown")).body.data).toMatchObject([
    { id: first?.id, stepKey: "one", error: expect.stringContaining("23 hours") },
  ]);
  const { body } = await page("limit=1");
  expect(body.data).toHaveLength(1);
  expect((await page(`limit=5&cursor=${body.nextCursor}`)).body.data).toHaveLength(1);
  expect((await page("", await tenant.as("member"))).status).toBe(403);
});

test("hearing of people who are being decided about waits for them and holds nothing of theirs meanwhile", async ({
  tenant,
}) => {
  const { tenantId } = tenant;
  const caller = worker("test", tenantId);
  const steps = [mailStep("one"), mailStep("two", { after: "1d" })];
  const sequence = await publishFor(tenantId, document(steps, { goal: { event: "bought" } }));
  const contacts = await addContacts(tenantId, 3);
  const ids = await enrol(tenantId, sequence, contacts);
  const heard = { name: "bought", data: {}, contactIds: contacts, subject: null };
  const isWaiting = async () => {
    const { rows } = await sql`select 1 from pg_stat_activity where wait_event_type = 'Lock'
      and query like '%public.contacts%' and datname = current_database()`.execute(system());
    return rows.length;
  };
  let hearing: Promise<string[]> | undefined;
  await asTenant(caller, async (tx) => {
    await sql`select from public.contacts where id = ${contacts[1]}::uuid for no key update`.execute(
      tx,
    );
    hearing = asTenant(worker("other", tenantId), (other) => hearEvent(other, heard, new Date()));
    await expect.poll(isWaiting, { timeout: 15_000 }).toBeGreaterThan(0);
    await sql`select from public.enrolments where id = any(${ids}::uuid[]) for no key update nowait`.execute(
      tx,
    );
  });
  expect((await hearing)?.toSorted()).toEqual(ids.toSorted());
}, 60_000);
