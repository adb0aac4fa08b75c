import { sql } from "kysely";
import { expect } from "vitest";
import { asSystem } from "@/lib/infra/db/as-system";
import { signUp } from "@/tests/support/actor";
import { test } from "@/tests/support/test";

type Home = { name: string; slug: string; role: string; timeZone: string; events: string[] };

const homeOf = async (userId: string): Promise<Home | undefined> => {
  const { rows } = await sql<Home>`
    select t.name, t.slug, m.role, t.time_zone,
      array(select o.name from app.outbox o where o.tenant_id = t.id order by o.name) as events
    from memberships m join tenants t on t.id = m.tenant_id where m.user_id = ${userId}`.execute(
    asSystem("tests look at what a sign-up made"),
  );
  return rows[0];
};

test("an account, its tenant, its ownership and the events appear together", async ({
  database: _,
}) => {
  const { id } = await signUp({ company: "Acme GmbH", time_zone: "Europe/Vienna" });
  expect(await homeOf(id)).toMatchObject({
    name: "Acme GmbH",
    slug: expect.stringMatching(/^acme-gmbh-[0-9a-f]{8}$/),
    role: "owner",
    timeZone: "Europe/Vienna",
    events: ["accounts/user.confirmed", "accounts/user.signed-up"],
  });
});

test.for([
  ["a name without Latin letters", { company: "株式会社" }, /^[0-9a-f]{8}$/],
  ["a name of 300 characters", { company: "x".repeat(300) }, /^x{39}[0-9a-f]{8}$/],
  ["a name of hyphens", { company: "--- ---" }, /^[0-9a-f]{8}$/],
  ["no name", {}, /^example-[0-9a-f]{8}$/],
  ["an unknown product", { company: "Acme", product: "nothing" }, /^acme-[0-9a-f]{8}$/],
  ["values of other types", { company: { a: 1 }, full_name: 7, locale: [] }, /^a-1-[0-9a-f]{8}$/],
] as const)("%s makes a tenant too", async ([, metadata, slug], { database: _ }) => {
  const { id } = await signUp(metadata);
  expect((await homeOf(id))?.slug).toMatch(slug);
});

test("somebody who follows an invitation gets no tenant of his own", async ({ database: _ }) => {
  const { id } = await signUp({ invitation: true });
  expect(await homeOf(id)).toBeUndefined();
});

test("a changed address of the account is that of the profile", async ({ database: _ }) => {
  const { id } = await signUp({ company: "Acme" });
  const system = asSystem("tests stand in for Supabase Auth");
  await sql`update auth.users set email = ${`New.${id}@Example.com`} where id = ${id}`.execute(
    system,
  );
  const profile = await system
    .selectFrom("profiles")
    .select("email")
    .where("userId", "=", id)
    .executeTakeFirst();
  expect(profile?.email).toBe(`new.${id}@example.com`);
});
