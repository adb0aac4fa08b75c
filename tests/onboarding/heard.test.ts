import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect } from "vitest";
import { POST as MOVE } from "@/app/api/v1/onboarding/events/route";
import { GET } from "@/app/api/v1/onboarding/route";
import { hearProduct, meetAsHouse } from "@/inngest/sequences/hear-product";
import { tellStalled } from "@/lib/domain/onboarding/sweep";
import { asSystem } from "@/lib/infra/db/as-system";
import type { Actor } from "@/tests/support/actor";
import { params, test } from "@/tests/support/test";

const system = () => asSystem("tests look past the wall");

/** Hands the house what was told of a person, as the engine does. */
const hear = async (actor: Actor, name: string) => {
  const told = (await actor.events()).filter((event) => event.name === name);
  const data = told.at(-1)?.data as { tenantId: string; userId: string };
  await meetAsHouse(name, randomUUID(), data);
};

const statusOf = async ({ userId }: Actor) => {
  const { rows } = await sql<{ status: string }>`
    select e.status from public.enrolments e
    join public.contacts c on c.tenant_id = e.tenant_id and c.id = e.contact_id
    join public.sequences s on s.tenant_id = e.tenant_id and s.id = e.sequence_id
    where c.user_id = ${userId} and s.built_in = 're-engagement' order by e.id`.execute(system());
  return rows.map(({ status }) => status);
};

test("the sequences listen to what onboarding tells", () => {
  const config = (
    hearProduct as unknown as { getConfig: (given: object) => { triggers: { event?: string }[] }[] }
  ).getConfig({ baseUrl: new URL("http://127.0.0.1/api/inngest"), appPrefix: "steward" });
  const heard = config.flatMap(({ triggers }) => triggers.map(({ event }) => event));
  expect(heard).toEqual(
    expect.arrayContaining([
      "onboarding/stalled",
      "onboarding/step.completed",
      "onboarding/completed",
    ]),
  );
});

test("who is stuck is asked what is missing, and no more once the next step is done", async ({
  tenant,
}) => {
  await GET(tenant.request("GET"), params());
  await sql`update public.onboarding_states set moved_at = now() - interval '4 days'
    where tenant_id = ${tenant.tenantId}`.execute(system());
  await tellStalled(system());
  await hear(tenant, "onboarding/stalled");
  expect(await statusOf(tenant)).toEqual(["active"]);
  const events = [{ type: "finish", step: "company" }];
  await MOVE(tenant.request("POST", { events }), params());
  await hear(tenant, "onboarding/step.completed");
  expect(await statusOf(tenant)).not.toContain("active");
});
