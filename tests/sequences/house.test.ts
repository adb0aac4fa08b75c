import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, expect } from "vitest";
import { advancePeopleOf } from "@/inngest/sequences/advance";
import { meetAsHouse } from "@/inngest/sequences/hear-product";
import { worker } from "@/lib/core/caller";
import { sendMail } from "@/lib/domain/mail/send";
import { queueDue } from "@/lib/domain/sequences/enrolments/queue-due";
import { customersOf } from "@/lib/domain/sequences/house/subjects";
import { tellRecovered, tellTrials } from "@/lib/domain/sequences/house/tell";
import { asSystem } from "@/lib/infra/db/as-system";
import { asTenant } from "@/lib/infra/db/as-tenant";
import { openMailbox } from "@/tests/mail/mailbox";
import type { Actor } from "@/tests/support/actor";
import { test } from "@/tests/support/test";

let mailbox: Awaited<ReturnType<typeof openMailbox>>;
beforeAll(async () => {
  mailbox = await openMailbox();
});
afterAll(() => mailbox.close());

const DAY_MS = 86_400_000;
const system = () => asSystem("tests look past the wall");

type Inside = {
  id: string;
  tenantId: string;
  builtIn: string;
  status: string;
  reason: string | null;
  subject: string;
  nextAt: Date | null;
};

const insideOf = async ({ userId }: Actor): Promise<Inside[]> => {
  const { rows } = await sql<Inside>`
    select e.id, e.tenant_id, s.built_in, e.status, e.reason, e.subject, e.next_at from public.enrolments e
    join public.contacts c on c.tenant_id = e.tenant_id and c.id = e.contact_id
    join public.sequences s on s.tenant_id = e.tenant_id and s.id = e.sequence_id
    where c.user_id = ${userId} order by e.id`.execute(system());
  return rows;
};

type Letter = {
  id: string;
  tenantId: string;
  stepKey: string;
  status: string;
  subject: string;
  error: string | null;
  html: string;
  body: string;
};

const mailsOf = async ({ email }: Actor): Promise<Letter[]> => {
  const { rows } = await sql<Letter>`
    select id, tenant_id, step_key, status, subject, error, html, body from public.mails where recipient = ${email} order by created_at`.execute(
    system(),
  );
  return rows;
};

const confirm = (actor: Actor, id = randomUUID()) =>
  meetAsHouse("accounts/user.confirmed", id, { tenantId: actor.tenantId, userId: actor.userId });

const inTwo = async (actor: Actor, builtIn: string) => {
  const found = (await insideOf(actor)).find((one) => one.builtIn === builtIn);
  if (!found) throw new Error(`${actor.email} is not in ${builtIn}`);
  return found;
};

/** Chance holds a few companies out; the tests here are about the others. */
const treat = async ({ tenantId }: Actor) => {
  await sql`update public.enrolments set is_held_out = false where starts_with(subject, ${tenantId})`.execute(
    system(),
  );
};

/** Does the sweep's work on a virtual clock that jumps from one due time to the next. */
const live = async (actor: Actor, days: number) => {
  const until = Date.now() + days * DAY_MS;
  for (;;) {
    const due = (await insideOf(actor)).filter(({ nextAt }) => nextAt && nextAt.getTime() <= until);
    const [first] = due.sort((a, b) => Number(a.nextAt) - Number(b.nextAt));
    if (!first?.nextAt) return;
    await advancePeopleOf(first.tenantId, [first.id], first.nextAt);
  }
};

const steps = async (actor: Actor) => (await mailsOf(actor)).map(({ stepKey }) => stepKey);

test("a confirmed person is in the welcome series once and its first mail lies in the ledger at once", async ({
  tenant,
}) => {
  await confirm(tenant);
  await confirm(tenant);
  const [inside, ...more] = await insideOf(tenant);
  expect(more).toEqual([]);
  expect(inside).toMatchObject({ builtIn: "welcome", status: "active", subject: tenant.tenantId });
  const mails = await mailsOf(tenant);
  expect(mails).toMatchObject([
    { stepKey: "day-0", status: "queued", subject: "Welcome to Steward" },
  ]);
  expect(mails[0]?.tenantId).not.toBe(tenant.tenantId);
  expect(mails[0]?.html).toContain("/unsubscribe/");
  expect(mails[0]?.body).toContain("Test company is ready");
});

test("the welcome series goes by calendar days, asks how far the company is, and ends", async ({
  tenant,
}) => {
  await confirm(tenant);
  await treat(tenant);
  await live(tenant, 20);
  expect(await steps(tenant)).toEqual(["day-0", "day-1", "day-3", "day-7", "day-14"]);
  expect(await inTwo(tenant, "welcome")).toMatchObject({ status: "completed", nextAt: null });
});

test("somebody who has published gets no mail about the first template", async ({ tenant }) => {
  await confirm(tenant);
  await treat(tenant);
  await sql`insert into public.workflows (tenant_id, name, draft, live_version, status)
    values (${tenant.tenantId}, 'Mine', '{}', 1, 'live')`.execute(system());
  await live(tenant, 4);
  expect(await steps(tenant)).toEqual(["day-0", "day-3"]);
  const { rows } = await sql<{ reason: string }>`
    select l.reason from public.enrolment_log l join public.enrolments e on e.tenant_id = l.tenant_id and e.id = l.enrolment_id
    where e.subject = ${tenant.tenantId} and l.step_key = 'day-1' and l.what = 'pass'`.execute(
    system(),
  );
  expect(rows).toEqual([{ reason: "its condition is not met" }]);
});

test("the first success ends the welcome series before its next mail, also one that is queued already", async ({
  tenant,
}) => {
  await confirm(tenant);
  const [queued] = await mailsOf(tenant);
  await meetAsHouse("workflows/run.succeeded-first", randomUUID(), { tenantId: tenant.tenantId });
  expect(await inTwo(tenant, "welcome")).toMatchObject({
    status: "exited",
    reason: "goal reached",
  });
  expect(await sendMail({ tenantId: queued?.tenantId ?? "", mailId: queued?.id ?? "" })).toBe(
    "settled",
  );
  expect((await mailsOf(tenant))[0]).toMatchObject({ status: "skipped", error: "goal reached" });
});

test("the first success of a company is told once, a sample's not at all", async ({ tenant }) => {
  const finish = (isDemo: boolean) =>
    sql`
    with made as (insert into public.runs (tenant_id, id, workflow_id, workflow_name, version, trigger_kind, trigger, is_demo, status)
      values (${tenant.tenantId}, app.uuidv7(), gen_random_uuid(), 'w', 1, 'manual', '{}', ${isDemo}, 'running') returning id)
    select id from made`.execute(system());
  const end = () =>
    sql`update public.runs set status = 'succeeded', ended_at = now() where tenant_id = ${tenant.tenantId}`.execute(
      system(),
    );
  await finish(true);
  await end();
  expect(await tenant.events()).toEqual([]);
  await finish(false);
  await end();
  await finish(false);
  await end();
  expect((await tenant.events()).map(({ name }) => name)).toEqual([
    "workflows/run.succeeded-first",
  ]);
});

test("a person who objected when signing up gets no tips, and the reason is kept", async ({
  tenant,
}) => {
  await sql`update public.profiles set wants_tips = false, tips_asked_at = now() where user_id = ${tenant.userId}`.execute(
    system(),
  );
  await confirm(tenant);
  expect(await inTwo(tenant, "welcome")).toMatchObject({
    status: "exited",
    reason: "unsubscribed",
  });
  expect(await mailsOf(tenant)).toEqual([]);
});

test("who leaves a company hears nothing more of it, nor does anybody of one that is deleted", async ({
  tenant,
  rival,
}) => {
  for (const actor of [tenant, rival]) {
    await confirm(actor);
    await treat(actor);
  }
  const other = await rival.as("owner");
  await sql`delete from public.memberships where tenant_id = ${rival.tenantId} and user_id = ${rival.userId}`.execute(
    system(),
  );
  await sql`update public.tenants set deleted_at = now() where id = ${tenant.tenantId}`.execute(
    system(),
  );
  for (const actor of [tenant, rival]) await live(actor, 3);
  expect(await inTwo(tenant, "welcome")).toMatchObject({ reason: "company deleted" });
  expect(await inTwo(rival, "welcome")).toMatchObject({ reason: "left the company" });
  expect(other.tenantId).toBe(rival.tenantId);
});

test("a deleted account is forgotten by the house and gets nothing more", async ({ tenant }) => {
  await confirm(tenant);
  const [queued] = await mailsOf(tenant);
  await sql`delete from public.memberships where user_id = ${tenant.userId}`
    .execute(system())
    .catch(() => undefined);
  await sql`with gone as (delete from public.tenants where id = ${tenant.tenantId}) select 1`
    .execute(system())
    .catch(() => undefined);
  await sql`delete from public.profiles where user_id = ${tenant.userId}`.execute(system());
  expect(await insideOf(tenant)).toEqual([]);
  expect(await sendMail({ tenantId: queued?.tenantId ?? "", mailId: queued?.id ?? "" })).toBe(
    "settled",
  );
  expect((await mailsOf(tenant))[0]).toMatchObject({ status: "skipped", error: "deleted" });
});

test("people in charge hear of a workflow that keeps failing until nothing of it is open", async ({
  tenant,
}) => {
  const workflowId = randomUUID();
  const { rows } = await sql<{ id: string }>`
    insert into public.dead_letters (tenant_id, run_id, workflow_id, workflow_name, version, trigger_kind, code, message, fingerprint)
    values (${tenant.tenantId}, app.uuidv7(), ${workflowId}, 'Big *orders*', 1, 'manual', 'timeout', 'It took too long.', 'f') returning id`.execute(
    system(),
  );
  const letterId = rows[0]?.id ?? "";
  await meetAsHouse("dead-letters/group.failed", randomUUID(), {
    tenantId: tenant.tenantId,
    letterId,
  });
  await live(tenant, 2);
  const [mail] = await mailsOf(tenant);
  expect(mail).toMatchObject({ stepKey: "still-failing", subject: "Big *orders* still fails" });
  expect(mail?.body).toContain("It took too long.");
  expect(await tellRecovered(system())).toBe(0);
  await sql`update public.dead_letters set state = 'discarded' where tenant_id = ${tenant.tenantId}`.execute(
    system(),
  );
  expect(await tellRecovered(system())).toBe(1);
  const [told] = await tenant.events();
  expect(told).toMatchObject({ name: "dead-letters/workflow.recovered", data: { workflowId } });
  await meetAsHouse("dead-letters/workflow.recovered", randomUUID(), {
    tenantId: tenant.tenantId,
    workflowId,
  });
  expect(await inTwo(tenant, "workflow-failing")).toMatchObject({
    status: "exited",
    reason: "goal reached",
  });
  expect(await tellRecovered(system())).toBe(0);
});

test("after the last reminder the same cause is not reminded of again before the workflow succeeded, another one is", async ({
  tenant,
}) => {
  const workflowId = randomUUID();
  const fail = async (fingerprint: string) => {
    const { rows } = await sql<{ id: string }>`
      insert into public.dead_letters (tenant_id, run_id, workflow_id, workflow_name, version, trigger_kind, code, message, fingerprint)
      values (${tenant.tenantId}, app.uuidv7(), ${workflowId}, 'Orders', 1, 'manual', 'timeout', 'It took too long.', ${fingerprint}) returning id`.execute(
      system(),
    );
    const letterId = rows[0]?.id ?? "";
    const { tenantId } = tenant;
    await meetAsHouse("dead-letters/group.failed", randomUUID(), { tenantId, letterId });
  };
  const succeed = () =>
    sql`insert into public.runs (tenant_id, id, workflow_id, workflow_name, version, trigger_kind, trigger, status, ended_at)
      values (${tenant.tenantId}, app.uuidv7(), ${workflowId}, 'Orders', 1, 'manual', '{}', 'succeeded', now())`.execute(
      system(),
    );
  const series = async () =>
    (await insideOf(tenant))
      .filter(({ builtIn }) => builtIn === "workflow-failing")
      .map(({ status }) => status);
  await fail("slow");
  await live(tenant, 9);
  expect(await steps(tenant)).toEqual(["still-failing", "a-week"]);
  expect(await series()).toEqual(["completed"]);
  await fail("slow");
  await sql`update public.dead_letters set state = 'discarded' where tenant_id = ${tenant.tenantId}`.execute(
    system(),
  );
  await fail("slow");
  expect(await series()).toEqual(["completed"]);
  await fail("refused");
  await live(tenant, 9);
  expect(await series()).toEqual(["completed", "completed"]);
  await fail("slow");
  await fail("refused");
  expect(await series()).toEqual(["completed", "completed"]);
  await succeed();
  await fail("slow");
  expect(await series()).toEqual(["completed", "completed", "active"]);
});

test("a trial's end is told a week before, once, with its date, and not to those on a plan", async ({
  tenant,
  rival,
}) => {
  for (const { tenantId } of [tenant, rival])
    await sql`update public.tenants set created_at = now() - interval '7 days 1 hour' where id = ${tenantId}`.execute(
      system(),
    );
  await sql`update public.tenants set plan = 'pro' where id = ${rival.tenantId}`.execute(system());
  expect((await rival.events()).map(({ name }) => name)).toEqual(["plans/plan.chosen"]);
  await tellTrials(system(), new Date());
  expect((await tenant.events()).map(({ name }) => name)).toEqual(["plans/trial.ending"]);
  expect((await rival.events()).map(({ name }) => name)).toEqual(["plans/plan.chosen"]);
  await meetAsHouse("plans/trial.ending", randomUUID(), { tenantId: tenant.tenantId });
  await tellTrials(system(), new Date());
  expect(await tenant.events()).toHaveLength(1);
  await live(tenant, 9);
  const mails = await mailsOf(tenant);
  expect(mails.map(({ stepKey }) => stepKey)).toEqual(["seven-days", "one-day"]);
  const year = new Date().getUTCFullYear();
  expect(mails[0]?.subject).toMatch(
    new RegExp(`^Your trial ends on \\d+ \\w+ (${year}|${year + 1})$`),
  );
});

test("the month is reported in numbers, in the reader's language", async ({ tenant }) => {
  await sql`update public.profiles set locale = 'de' where user_id = ${tenant.userId}`.execute(
    system(),
  );
  const month = new Date().toISOString().slice(0, 7);
  for (const status of ["succeeded", "failed"])
    await sql`insert into public.runs (tenant_id, id, workflow_id, workflow_name, version, trigger_kind, trigger, status, steps_done)
      values (${tenant.tenantId}, app.uuidv7(), ${tenant.tenantId}, 'Orders', 1, 'manual', '{}', ${status}, 3)`.execute(
      system(),
    );
  await meetAsHouse("metrics/month.counted", randomUUID(), { tenantId: tenant.tenantId, month });
  await meetAsHouse("metrics/month.counted", randomUUID(), { tenantId: tenant.tenantId, month });
  await live(tenant, 5);
  const mails = await mailsOf(tenant);
  expect(mails).toHaveLength(1);
  expect(mails[0]?.subject).toContain("2 Läufe, 50 % gelungen");
  expect(mails[0]?.body).toContain("Orders");
});

test("a claim moves everybody due out of the next one's reach, in batches of one tenant", async ({
  tenant,
}) => {
  await confirm(tenant);
  await sql`update public.enrolments set next_at = now() - interval '1 minute' where subject = ${tenant.tenantId}`.execute(
    system(),
  );
  expect(await queueDue(system(), new Date())).toBeGreaterThan(0);
  expect(await queueDue(system(), new Date())).toBe(0);
});

test("nobody but a house has customers, whatever a subject says", async ({ tenant, rival }) => {
  await confirm(rival);
  const { houseId } = (
    await sql<{ houseId: string }>`select house_id from public.products limit 1`.execute(system())
  ).rows[0] ?? { houseId: "" };
  const ids = (await insideOf(rival)).map(({ id }) => id);
  expect(await asTenant(worker("test", houseId), (tx) => customersOf(tx, ids))).toEqual([
    rival.tenantId,
  ]);
  expect(await asTenant(worker("test", tenant.tenantId), (tx) => customersOf(tx, ids))).toEqual([]);
});
