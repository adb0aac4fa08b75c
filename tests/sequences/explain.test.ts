import { sql } from "kysely";
import { afterAll, beforeAll, expect } from "vitest";
import { POST as UNSUBSCRIBE } from "@/app/api/unsubscribe/[token]/route";
import { GET as EXPLAIN } from "@/app/api/v1/enrolments/[id]/route";
import { GET as RESULTS } from "@/app/api/v1/sequences/[id]/results/route";
import { advancePeopleOf } from "@/inngest/sequences/advance";
import { sendMail } from "@/lib/domain/mail/send";
import { unsubscribeToken } from "@/lib/infra/email/unsubscribe";
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

const DAY_MS = 86_400_000;

let mailbox: Awaited<ReturnType<typeof openMailbox>>;
beforeAll(async () => {
  mailbox = await openMailbox();
});
afterAll(() => mailbox.close());

const explain = async ({ request }: Actor, id: string) =>
  (await EXPLAIN(request("GET"), params({ id }))).json();

test("G25: one question tells who got or did not get which mail, why, from which version and under which provider id", async ({
  tenant,
}) => {
  const { tenantId } = tenant;
  const steps = [
    mailStep("first"),
    mailStep("never", { after: "1h" }, { if: 'person.plan == "gold"' }),
    mailStep("second", { after: "2d" }),
  ];
  const experiment = {
    id: "words",
    arms: [
      { key: "a", weight: 1 },
      { key: "b", weight: 1 },
    ],
  };
  const sequence = await publishFor(tenantId, document(steps, { experiment }));
  const [contactId = ""] = await addContacts(tenantId, 1);
  const [id = ""] = await enrol(tenantId, sequence, [contactId]);
  const start = Date.now();
  await advancePeopleOf(tenantId, [id], new Date(start));
  const [mail] = await ledger(tenantId);
  await sendMail({ tenantId, mailId: mail?.id ?? "" });
  await advancePeopleOf(tenantId, [id], new Date(start + DAY_MS));
  const token = unsubscribeToken({ tenantId, contactId, category: "lifecycle" });
  const post = new Request(`http://127.0.0.1:3000/api/unsubscribe/${token}`, { method: "POST" });
  expect((await UNSUBSCRIBE(post, params({ token }))).status).toBe(200);
  await advancePeopleOf(tenantId, [id], new Date(start + 4 * DAY_MS));
  const told = await explain(tenant, id);
  expect(told).toMatchObject({
    status: "exited",
    reason: "unsubscribed",
    contact: { id: contactId },
  });
  const sent = told.log.find(({ what }: { what: string }) => what === "send");
  expect(sent).toMatchObject({
    stepKey: "first",
    version: 1,
    arm: expect.stringMatching(/^[ab]$/),
    mail: { status: "accepted", providerId: expect.any(String) },
  });
  const passed = told.log.find(({ what }: { what: string }) => what === "pass");
  expect(passed).toMatchObject({ stepKey: "never", reason: "its condition is not met" });
  expect(told.log.at(-1)).toMatchObject({ what: "exit", reason: "unsubscribed", mail: null });
  expect((await ledger(tenantId)).map(({ stepKey }) => stepKey)).toEqual(["first"]);
});

test("G16: who is held out gets nothing, and the results tell the effect with its bounds", {
  timeout: 60_000,
}, async ({ tenant }) => {
  const { tenantId } = tenant;
  const goal = { event: "order.paid" };
  const sequence = await publishFor(
    tenantId,
    document([mailStep("only")], { goal, holdout: 0.5, category: "notification" }),
  );
  const ids = await enrol(tenantId, sequence, await addContacts(tenantId, 200));
  await advancePeopleOf(tenantId, ids, new Date());
  const { rows } = await sql<{ id: string; isHeldOut: boolean }>`
    select id, is_held_out from public.enrolments where sequence_id = ${sequence}::uuid`.execute(
    system(),
  );
  const held = rows.filter(({ isHeldOut }) => isHeldOut).map(({ id }) => id);
  expect(held.length).toBeGreaterThan(50);
  const mailed = new Set((await ledger(tenantId)).map(({ enrolmentId }) => enrolmentId));
  expect(mailed.size).toBe(200 - held.length);
  expect(held.filter((id) => mailed.has(id))).toEqual([]);
  await sql`update public.enrolments set goal_at = now() where sequence_id = ${sequence}::uuid and not is_held_out`.execute(
    system(),
  );
  const answer = await RESULTS(tenant.request("GET"), params({ id: sequence }));
  const results = await answer.json();
  expect(results.heldOut).toMatchObject({ people: held.length, reached: 0 });
  expect(results.lift.low).toBeGreaterThan(0.5);
  expect(results.lift.high).toBeLessThanOrEqual(1);
  expect(results.words.join(" ")).toMatch(/95 % confidence between .*The sequence helps\./);
});
