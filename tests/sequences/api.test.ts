import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect } from "vitest";
import { POST as exit } from "@/app/api/v1/enrolments/[id]/exit/route";
import { POST as pause } from "@/app/api/v1/enrolments/[id]/pause/route";
import { POST as resume } from "@/app/api/v1/enrolments/[id]/resume/route";
import { GET as readOne } from "@/app/api/v1/enrolments/[id]/route";
import { POST as enrol, GET as listPeople } from "@/app/api/v1/enrolments/route";
import { POST as move } from "@/app/api/v1/sequences/[id]/move/route";
import { POST as hold } from "@/app/api/v1/sequences/[id]/pause/route";
import { POST as preview } from "@/app/api/v1/sequences/[id]/preview/route";
import { GET as foresee, POST as publish } from "@/app/api/v1/sequences/[id]/publish/route";
import { GET as results } from "@/app/api/v1/sequences/[id]/results/route";
import { POST as goOn } from "@/app/api/v1/sequences/[id]/resume/route";
import { PATCH as patch, GET as read } from "@/app/api/v1/sequences/[id]/route";
import { POST as simulate } from "@/app/api/v1/sequences/[id]/simulate/route";
import { GET as versions } from "@/app/api/v1/sequences/[id]/versions/route";
import { POST as create, GET as list } from "@/app/api/v1/sequences/route";
import { advancePeopleOf } from "@/inngest/sequences/advance";
import { asSystem } from "@/lib/infra/db/as-system";
import { giveAddress } from "@/tests/sequences/support/people";
import type { Actor } from "@/tests/support/actor";
import { params, test } from "@/tests/support/test";

const system = () => asSystem("tests look past the wall");

const mail = (key: string, day: number, more: object = {}) => ({
  key,
  type: "mail",
  when: { day, ...(day > 0 && { at: "09:00" }) },
  content: {
    subject: `${key} for {{ person.firstName }}`,
    body: `# ${key}\n\nHello {{ person.name }}.`,
  },
  ...more,
});

const draft = (steps: object[], more: object = {}) => ({
  schemaVersion: 1,
  name: "Second order",
  category: "lifecycle",
  entry: {},
  goal: { event: "order.placed" },
  holdout: 0,
  window: { from: "00:00", to: "00:00" },
  steps,
  ...more,
});

type Door = (request: Request, context: ReturnType<typeof params>) => Promise<Response>;

const ask = async (
  door: Door,
  { request }: Pick<Actor, "request">,
  id: string,
  body?: unknown,
  method = "POST",
  query = "",
) => {
  const response = await door(request(method, body, { query }), params({ id }));
  return { status: response.status, body: await response.json() };
};

const contact = async ({ tenantId }: Actor, more: { name?: string; zone?: string } = {}) => {
  const { rows } = await sql<{ id: string }>`
    insert into public.contacts (tenant_id, email, name, time_zone, consent_basis, consent_at)
    values (${tenantId}, ${`${randomUUID()}@inbox.test`}, ${more.name ?? "Ada Lovelace"}, ${more.zone ?? "Europe/Berlin"}, 'opt-in', now()) returning id`.execute(
    system(),
  );
  return rows[0]?.id ?? "";
};

const made = async (actor: Actor, steps: object[], more: object = {}) => {
  await giveAddress(actor.tenantId);
  const { body } = await ask(create, actor, "", { definition: draft(steps, more) });
  const published = await ask(publish, actor, body.id);
  expect(published.status).toBe(200);
  return body.id as string;
};

const enter = async (actor: Actor, sequenceId: string, contactIds: string[]) => {
  const answer = await ask(enrol, actor, "", { sequenceId, contactIds });
  expect(answer.status).toBe(201);
  await advancePeopleOf(actor.tenantId, answer.body.entered);
  return answer.body.entered as string[];
};

const stepsSent = async ({ tenantId }: Actor, enrolmentId: string) => {
  const { rows } = await sql<{ stepKey: string }>`
    select step_key from public.mails where tenant_id = ${tenantId} and enrolment_id = ${enrolmentId} order by created_at, step_key`.execute(
    system(),
  );
  return rows.map(({ stepKey }) => stepKey);
};

test("a draft is kept with its problems, published without, and refuses a stale save", async ({
  tenant,
}) => {
  await giveAddress(tenant.tenantId);
  const { status, body } = await ask(create, tenant, "", { definition: { name: "Half" } });
  expect(status).toBe(201);
  expect(body.problems.length).toBeGreaterThan(0);
  expect(await ask(publish, tenant, body.id)).toMatchObject({ status: 422 });
  const definition = draft([mail("first", 0)]);
  const saved = await ask(patch, tenant, body.id, { definition, revision: 1 }, "PATCH");
  expect(saved.body).toMatchObject({ problems: [], revision: 2, status: "draft" });
  expect(await ask(patch, tenant, body.id, { definition, revision: 1 }, "PATCH")).toMatchObject({
    status: 409,
  });
  expect(await ask(publish, tenant, body.id)).toMatchObject({ status: 200, body: { version: 1 } });
  expect(await ask(publish, tenant, body.id)).toMatchObject({ body: { version: 2 } });
  const found = await ask(versions, tenant, body.id, undefined, "GET");
  expect(
    found.body.data.map(({ version, isLive }: { version: number; isLive: boolean }) => [
      version,
      isLive,
    ]),
  ).toEqual([
    [2, true],
    [1, false],
  ]);
  const listed = await ask(list, tenant, "", undefined, "GET");
  expect(listed.body.data).toMatchObject([
    { id: body.id, status: "live", liveVersion: 2, people: 0 },
  ]);
});

test("marketing without a postal address is refused in one sentence and publishes nothing; what is live goes on, notices need none", async ({
  tenant,
}) => {
  const missing = {
    path: "brand.address",
    code: "no_postal_address",
    message: expect.stringContaining("Add it under Settings, Mail."),
  };
  const write = (more: object) =>
    ask(create, tenant, "", { definition: draft([mail("first", 0)], more) });
  for (const category of ["lifecycle", "product"]) {
    const { body } = await write({ category });
    expect(body.problems).toMatchObject([missing]);
    const refused = await ask(publish, tenant, body.id);
    expect(refused).toMatchObject({
      status: 422,
      body: {
        code: "invalid_input",
        detail: expect.stringContaining("Add it under Settings, Mail."),
        errors: [missing],
      },
    });
    const foreseen = await ask(foresee, tenant, body.id, undefined, "GET");
    expect(foreseen.body.problems).toMatchObject([missing]);
    const after = await ask(read, tenant, body.id, undefined, "GET");
    expect(after.body).toMatchObject({ status: "draft", liveVersion: null });
    expect(await ask(versions, tenant, body.id, undefined, "GET")).toMatchObject({
      body: { data: [] },
    });
  }
  const notice = await write({ category: "notification" });
  expect(notice.body.problems).toEqual([]);
  expect(await ask(publish, tenant, notice.body.id)).toMatchObject({ status: 200 });

  const id = await made(tenant, [mail("first", 0)]);
  await sql`update public.tenants set brand = '{}' where id = ${tenant.tenantId}`.execute(system());
  expect(await ask(publish, tenant, id)).toMatchObject({ status: 422 });
  const [person = ""] = await enter(tenant, id, [await contact(tenant)]);
  expect(await stepsSent(tenant, person)).toEqual(["first"]);
});

test("a sequence and its people are not there for another tenant", async ({ tenant, rival }) => {
  const id = await made(tenant, [mail("first", 0)]);
  const [enrolment = ""] = await enter(tenant, id, [await contact(tenant)]);
  for (const door of [publish, hold, goOn, move, preview, simulate])
    expect(await ask(door, rival, id, door === move ? {} : undefined)).toMatchObject({
      status: 404,
    });
  for (const door of [read, foresee, results, versions])
    expect(await ask(door, rival, id, undefined, "GET")).toMatchObject({ status: 404 });
  for (const door of [pause, resume, exit])
    expect(await ask(door, rival, enrolment)).toMatchObject({ status: 404 });
  const own = await made(rival, [mail("first", 0)]);
  const stolen = await ask(enrol, rival, "", {
    sequenceId: own,
    contactIds: [await contact(tenant)],
  });
  expect(stolen).toMatchObject({ status: 422 });
  expect((await ask(listPeople, rival, "", undefined, "GET")).body.data).toEqual([]);
});

test("people enter once, get what is due at once, and every decision says why (G25)", async ({
  tenant,
}) => {
  const id = await made(tenant, [
    mail("first", 0),
    mail("second", 2, { if: "person.vip == true" }),
  ]);
  const ada = await contact(tenant);
  const [enrolment = ""] = await enter(tenant, id, [ada, ada]);
  expect((await ask(enrol, tenant, "", { sequenceId: id, contactIds: [ada] })).body).toEqual({
    entered: [],
    skipped: 1,
  });
  const { body } = await ask(readOne, tenant, enrolment, undefined, "GET");
  expect(body).toMatchObject({ status: "active", stepKey: "second", contact: { id: ada } });
  expect(body.log).toMatchObject([
    { n: 1, what: "enter", actor: tenant.userId },
    {
      n: 2,
      what: "send",
      stepKey: "first",
      version: 1,
      mail: { status: "queued", subject: "first for Ada" },
    },
  ]);
  await advancePeopleOf(tenant.tenantId, [enrolment], new Date(Date.now() + 3 * 86_400_000));
  const after = await ask(readOne, tenant, enrolment, undefined, "GET");
  expect(after.body.log.slice(2)).toMatchObject([
    { what: "pass", stepKey: "second", reason: "its condition is not met" },
    { what: "complete" },
  ]);
});

test("a person is paused, goes on, is taken out and comes back, and nobody who left by itself does", async ({
  tenant,
}) => {
  const id = await made(tenant, [mail("first", 1)]);
  const [enrolment = ""] = await enter(tenant, id, [await contact(tenant)]);
  expect((await ask(pause, tenant, enrolment)).body).toMatchObject({ status: "paused" });
  await advancePeopleOf(tenant.tenantId, [enrolment], new Date(Date.now() + 2 * 86_400_000));
  expect(await stepsSent(tenant, enrolment)).toEqual([]);
  expect((await ask(resume, tenant, enrolment)).body).toMatchObject({
    status: "active",
    reason: null,
  });
  expect((await ask(exit, tenant, enrolment, { reason: "asked by phone" })).body).toMatchObject({
    status: "exited",
    reason: "taken out by hand: asked by phone",
  });
  expect((await ask(resume, tenant, enrolment)).body).toMatchObject({ status: "active" });
  await advancePeopleOf(tenant.tenantId, [enrolment], new Date(Date.now() + 2 * 86_400_000));
  expect(await stepsSent(tenant, enrolment)).toEqual(["first"]);
  for (const door of [pause, resume, exit])
    expect(await ask(door, tenant, enrolment)).toMatchObject({ status: 409 });
});

test("a paused sequence sends nothing and lets nobody in until it goes on", async ({ tenant }) => {
  const id = await made(tenant, [mail("first", 0), mail("second", 1)]);
  const [enrolment = ""] = await enter(tenant, id, [await contact(tenant)]);
  expect((await ask(hold, tenant, id)).body).toMatchObject({ status: "paused", nextAt: null });
  const later = new Date(Date.now() + 2 * 86_400_000);
  await advancePeopleOf(tenant.tenantId, [enrolment], later);
  expect(await stepsSent(tenant, enrolment)).toEqual(["first"]);
  expect(
    await ask(enrol, tenant, "", { sequenceId: id, contactIds: [await contact(tenant)] }),
  ).toMatchObject({ status: 409 });
  expect((await ask(goOn, tenant, id)).body).toMatchObject({ status: "live" });
  await advancePeopleOf(tenant.tenantId, [enrolment], later);
  expect(await stepsSent(tenant, enrolment)).toEqual(["first", "second"]);
});

test("the preview shows every mail as it would go out, at the person's hour, and why the others would not (G9)", async ({
  tenant,
}) => {
  const { body } = await ask(create, tenant, "", {
    definition: draft([
      mail("first", 0),
      mail("second", 1, {
        contentDe: {
          subject: "Zweite für {{ person.firstName }}",
          body: "# Hallo {{ person.name }}",
        },
      }),
      mail("third", 2, { if: "event.total > 100" }),
      mail("broken", 3, {
        content: { subject: "x", body: "y", action: { label: "Go", url: "{{ event.nowhere }}" } },
      }),
    ]),
  });
  const person = { name: "Grace *Hopper*", locale: "de", timeZone: "Asia/Tokyo" };
  const { status, body: told } = await ask(preview, tenant, body.id, {
    person,
    event: { total: 5 },
    at: "2026-03-02T10:00:00.000Z",
  });
  expect(status).toBe(200);
  expect(
    told.moments.map(({ what, stepKey, reason, local }: Record<string, string>) => [
      what,
      stepKey,
      reason,
      local,
    ]),
  ).toEqual([
    ["send", "first", null, "Mon, 2 Mar 2026, 19:00"],
    ["send", "second", null, "Tue, 3 Mar 2026, 19:00"],
    ["pass", "third", "its condition is not met", "Wed, 4 Mar 2026, 09:00"],
    ["pass", "broken", expect.stringContaining("no web address"), "Thu, 5 Mar 2026, 09:00"],
    ["complete", null, null, "Thu, 5 Mar 2026, 09:00"],
  ]);
  expect(told.moments[1].mail.subject).toBe("Zweite für Grace");
  expect(told.moments[1].mail.text).toContain("Grace *Hopper*");
  expect(told.moments[1].mail.html).toContain("/unsubscribe/");
  const contactId = await contact(tenant);
  await sql`insert into public.suppressions (tenant_id, email, reason) select tenant_id, email, 'by hand' from public.contacts where id = ${contactId}`.execute(
    system(),
  );
  const blocked = await ask(preview, tenant, body.id, { person: { contactId } });
  expect(blocked.body.moments).toMatchObject([{ what: "exit", reason: "by hand" }]);
  expect(
    await ask(preview, tenant, body.id, { person: { contactId: randomUUID() } }),
  ).toMatchObject({ status: 404 });
});

test("a simulation counts what a population would get, and sends nothing", async ({ tenant }) => {
  const id = await made(tenant, [mail("first", 0), mail("second", 3)], {
    holdout: 0.2,
    experiment: {
      id: "e",
      arms: [
        { key: "a", weight: 1 },
        { key: "b", weight: 1 },
      ],
    },
  });
  await contact(tenant, { zone: "Pacific/Auckland" });
  const { body } = await ask(simulate, tenant, id, { people: 1000, days: 14, version: 1 });
  expect(body.people).toBe(1000);
  expect(body.heldOut).toBeGreaterThan(120);
  expect(body.heldOut).toBeLessThan(280);
  expect(body.sent).toBe(2 * (1000 - body.heldOut));
  expect(body.arms.reduce((sum: number, { people }: { people: number }) => sum + people, 0)).toBe(
    1000,
  );
  expect(body.ends).toEqual([{ reason: "completed", people: 1000 }]);
  const { rows } = await sql`select from public.mails where tenant_id = ${tenant.tenantId}`.execute(
    system(),
  );
  expect(rows).toEqual([]);
});

test("publishing moves nobody; what moving would do is told first, and then nobody is lost or gets a mail twice (G12)", async ({
  tenant,
}) => {
  const daily = (key: string) => mail(key, 0, { when: { after: "1d" } });
  const notice = { category: "notification" };
  const id = await made(
    tenant,
    [mail("one", 0), daily("two"), daily("three"), daily("four")],
    notice,
  );
  const people = await enter(tenant, id, [
    await contact(tenant),
    await contact(tenant),
    await contact(tenant),
  ]);
  const [atTwo = "", atThree = "", atEnd = ""] = people;
  const at = (day: number) => new Date(Date.now() + day * 86_400_000);
  await advancePeopleOf(tenant.tenantId, [atThree, atEnd], at(1.1));
  await advancePeopleOf(tenant.tenantId, [atEnd], at(2.2));
  // "two" goes away, "one" comes again at the end, "new" is put in front, "three" and "four" change places.
  const steps = [mail("new", 0), daily("four"), daily("three"), daily("one")];
  await ask(patch, tenant, id, { definition: draft(steps, notice) }, "PATCH");
  const before = await ask(foresee, tenant, id, undefined, "GET");
  expect(before.body).toMatchObject({
    version: 2,
    problems: [],
    inside: [{ version: 1, people: 3 }],
  });
  expect(before.body.changes).toEqual(
    expect.arrayContaining([
      { stepKey: "new", change: "added" },
      { stepKey: "two", change: "removed" },
    ]),
  );
  expect(before.body.sentences.join(" ")).toContain(
    "3 people inside finish the version they began",
  );
  await ask(publish, tenant, id);
  const inside = await ask(listPeople, tenant, "", undefined, "GET");
  expect(inside.body.data.map(({ version }: { version: number }) => version)).toEqual([1, 1, 1]);
  const dry = await ask(move, tenant, id, { dryRun: true });
  expect(dry.body).toMatchObject({ moved: 0, isDryRun: true, groups: before.body.move });
  expect((await ask(move, tenant, id, {})).body).toMatchObject({ moved: 3, isDryRun: false });
  expect((await ask(move, tenant, id, {})).body).toMatchObject({ moved: 0, groups: [] });
  for (let day = 3; day < 14; day += 0.5) await advancePeopleOf(tenant.tenantId, people, at(day));
  for (const person of people) {
    const sent = await stepsSent(tenant, person);
    expect(new Set(sent).size, sent.join()).toBe(sent.length);
    expect(sent).toContain("one");
  }
  expect(await stepsSent(tenant, atTwo)).toEqual(["one", "three"]);
  const ends = await ask(listPeople, tenant, "", undefined, "GET");
  expect(ends.body.data.map(({ status }: { status: string }) => status)).toEqual([
    "completed",
    "completed",
    "completed",
  ]);
});

test("results tell the effect, the arms and what became of each mail, in words (G16)", async ({
  tenant,
}) => {
  const arms = [
    { key: "a", weight: 1 },
    { key: "b", weight: 1 },
  ];
  const id = await made(tenant, [mail("first", 0)], {
    experiment: { id: "subject", arms },
    holdout: 0.3,
  });
  expect((await ask(results, tenant, id, undefined, "GET")).body.words).toEqual([
    "Nobody has entered yet.",
  ]);
  await sql`
    with person as (
      insert into public.contacts (tenant_id, email) select ${tenant.tenantId}, 'p' || n || '@inbox.test' from generate_series(1, 4000) as n returning id)
    insert into public.enrolments (tenant_id, sequence_id, contact_id, version, status, arm, is_held_out, goal_at)
    select ${tenant.tenantId}, ${id}, p.id, 1, 'completed', case when n % 2 = 0 then 'a' else 'b' end, n > 3600,
      case when n > 3600 then case when n % 10 = 0 then now() end when n % 2 = 0 then case when n % 10 = 0 then now() end else case when n % 10 < 6 then now() end end
    from (select id, row_number() over () as n from person) as p`.execute(system());
  const { body } = await ask(results, tenant, id, undefined, "GET");
  expect(body.heldOut).toMatchObject({ people: 400, reached: 40 });
  expect(body.treated.people).toBe(3600);
  expect(body.lift.low).toBeGreaterThan(0);
  expect(body).toMatchObject({ verdict: "winner", winner: "b" });
  expect(body.arms[1].low).toBeGreaterThan(0);
  expect(body.words.join(" ")).toMatch(
    /The sequence helps\..*Arm b is better than arm a beyond doubt/,
  );
  await sql`delete from public.enrolments where sequence_id = ${id} and arm = 'a' and not is_held_out and goal_at is null`.execute(
    system(),
  );
  expect((await ask(results, tenant, id, undefined, "GET")).body).toMatchObject({
    verdict: "blocked",
    winner: null,
  });
});
