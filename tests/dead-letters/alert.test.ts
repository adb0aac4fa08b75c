import { sql } from "kysely";
import { expect } from "vitest";
import { tellOf } from "@/inngest/dead-letters/tell-failure";
import { worker } from "@/lib/core/caller";
import { failureAlert } from "@/lib/domain/dead-letters/alert";
import { asSystem } from "@/lib/infra/db/as-system";
import { asTenant } from "@/lib/infra/db/as-tenant";
import { failRuns } from "@/tests/dead-letters/support/failed";
import { writeMails } from "@/tests/notifications/support/told";
import { publish } from "@/tests/runs/support/workflow";
import type { Actor } from "@/tests/support/actor";
import { test } from "@/tests/support/test";

const STEPS = [
  {
    id: "tell",
    name: "Post to the warehouse",
    type: "http.request",
    with: { url: "https://a.example.com/" },
  },
];
const system = () => asSystem("tests look at what happened");

const told = async (actor: Actor) =>
  (await actor.events()).filter(({ name }) => name === "dead-letters/group.failed");

/** What the durable functions do for each event, as often as the engine likes. */
const tell = async (actor: Actor) => {
  for (const { data } of await told(actor)) {
    await tellOf(actor.tenantId, String(data.letterId));
    await writeMails(actor);
  }
};

const mails = async (actor: Actor) => {
  const { rows } = await sql<{ recipient: string; subject: string; body: string }>`
    select recipient, subject, body from public.mails where tenant_id = ${actor.tenantId} order by recipient`.execute(
    system(),
  );
  return rows;
};

test("the first failure of a cause is told once to each admin and owner, however many follow and however often it is tried", async ({
  tenant,
}) => {
  const admin = await tenant.as("admin");
  await tenant.as("member");
  const id = await publish(tenant.caller, STEPS);
  const [run = ""] = await failRuns(tenant.tenantId, id, 1);
  await failRuns(tenant.tenantId, id, 50);
  expect(await told(tenant)).toHaveLength(1);
  await tell(tenant);
  await tell(tenant);
  const sent = await mails(tenant);
  expect(sent.map(({ recipient }) => recipient)).toEqual([admin.email, tenant.email].sort());
  expect(sent[0]?.subject).toBe("Failed: Test");
  expect(sent[0]?.body).toContain("Post to the warehouse");
  expect(sent[0]?.body).toContain("The other side is in trouble.");
  expect(sent[0]?.body).toMatch(/\/dead-letters\/[0-9a-f]{32}/);
  expect(sent[0]?.body).toContain(run.slice(0, 8));
});

test("another cause is told by itself, and the same one again after an hour", async ({
  tenant,
}) => {
  const id = await publish(tenant.caller, STEPS);
  await failRuns(tenant.tenantId, id, 1);
  await failRuns(tenant.tenantId, id, 1, { code: "tls", message: "bad certificate" });
  expect(await told(tenant)).toHaveLength(2);
  await tell(tenant);
  expect(await mails(tenant)).toHaveLength(2);
  await sql`update public.dead_letter_alerts set told_at = told_at - interval '61 minutes'
    where tenant_id = ${tenant.tenantId} and fingerprint = (select fingerprint from public.dead_letters where code = 'http_500' and tenant_id = ${tenant.tenantId} limit 1)`.execute(
    system(),
  );
  await failRuns(tenant.tenantId, id, 3);
  expect(await told(tenant)).toHaveLength(3);
  await tell(tenant);
  // The cause that came back, and not the other one again.
  expect(await mails(tenant)).toHaveLength(3);
});

test("failures that end at the same time are told once", async ({ tenant }) => {
  const id = await publish(tenant.caller, STEPS);
  await Promise.all(Array.from({ length: 12 }, () => failRuns(tenant.tenantId, id, 5)));
  expect(await told(tenant)).toHaveLength(1);
});

test("nobody is told of samples, of what was dealt with, or of another tenant's failures", async ({
  tenant,
  rival,
}) => {
  const id = await publish(tenant.caller, STEPS);
  await sql`update public.workflows set is_demo = true where id = ${id}`.execute(system());
  await failRuns(tenant.tenantId, id, 2);
  expect(await told(tenant)).toEqual([]);
  await failRuns(tenant.tenantId, await publish(tenant.caller, STEPS), 1);
  await sql`update public.dead_letters set state = 'discarded' where tenant_id = ${tenant.tenantId}`.execute(
    system(),
  );
  await tell(tenant);
  expect(await mails(tenant)).toEqual([]);
  const [event] = await told(tenant);
  await sql`update public.dead_letters set state = 'open' where tenant_id = ${tenant.tenantId}`.execute(
    system(),
  );
  const stranger = worker("dead-letters-tell-failure", rival.tenantId);
  expect(
    await asTenant(stranger, (tx) => failureAlert(tx, String(event?.data.letterId))),
  ).toBeUndefined();
});
