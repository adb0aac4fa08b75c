import { sql } from "kysely";
import { expect } from "vitest";
import { PATCH as CHOOSE } from "@/app/api/v1/contacts/[id]/preferences/route";
import { DELETE, GET } from "@/app/api/v1/contacts/[id]/route";
import { GET as LIST, POST } from "@/app/api/v1/contacts/route";
import { asSystem } from "@/lib/infra/db/as-system";
import type { Actor } from "@/tests/support/actor";
import { params, test } from "@/tests/support/test";

const system = () => asSystem("tests look at what was stored");

const ada = { email: " Ada@Example.com ", name: "Ada Lovelace", locale: "de", userId: "u-1" };

const upsert = async ({ request }: Pick<Actor, "request">, body: object) => {
  const answer = await POST(request("POST", body), params());
  return { status: answer.status, body: await answer.json() };
};

const list = async ({ request }: Actor, query: Record<string, string | number> = {}) =>
  (await LIST(request("GET", undefined, { query }), params())).json();

test("a contact is added once by its address, and later facts are added to earlier ones", async ({
  tenant,
}) => {
  const first = await upsert(tenant, { ...ada, properties: { plan: "pro", orders: 3 } });
  expect(first).toMatchObject({
    status: 200,
    body: {
      email: "ada@example.com",
      locale: "de",
      userId: "u-1",
      consent: null,
      suppressed: null,
    },
  });
  const second = await upsert(tenant, {
    email: "ADA@example.com",
    timeZone: "Europe/Vienna",
    properties: { orders: 4, plan: null },
  });
  expect(second.body).toMatchObject({
    id: first.body.id,
    name: "Ada Lovelace",
    timeZone: "Europe/Vienna",
    properties: { orders: 4 },
  });
  expect(second.body.properties).toEqual({ orders: 4 });
  expect((await list(tenant)).data).toHaveLength(1);
});

test("the newer consent counts, whatever comes later", async ({ tenant }) => {
  const newer = { basis: "opt-in", at: "2026-11-01T10:00:00Z", text: "checkout 2" };
  const older = { basis: "soft-opt-in", at: "2025-01-01T10:00:00+01:00", text: "checkout 1" };
  await upsert(tenant, { email: "a@example.com", consent: newer });
  const { body } = await upsert(tenant, { email: "a@example.com", consent: older });
  expect(body.consent).toEqual({
    basis: "opt-in",
    at: "2026-11-01T10:00:00.000Z",
    text: "checkout 2",
  });
});

test("bad contacts, and a user id of somebody else, are refused and change nothing", async ({
  tenant,
}) => {
  await upsert(tenant, ada);
  for (const wrong of [
    { ...ada, email: "nobody" },
    { ...ada, email: "a@b.example\r\nBcc: c@d.example" },
    { ...ada, timeZone: "+02:00" },
    { ...ada, locale: "fr" },
    { ...ada, properties: { "a b": 1 } },
    { ...ada, properties: { deep: { er: 1 } } },
    { ...ada, consent: { basis: "none" } },
    { ...ada, tenantId: "x" },
  ])
    expect((await upsert(tenant, wrong)).status, JSON.stringify(wrong)).toBe(422);
  const taken = await upsert(tenant, { email: "eve@example.com", userId: "u-1" });
  expect([taken.status, taken.body.code]).toEqual([409, "conflict"]);
  expect((await list(tenant)).data).toHaveLength(1);
});

test("contacts are searched by any part of address and name, and paged without gaps", async ({
  tenant,
}) => {
  for (let n = 0; n < 7; n += 1)
    await upsert(tenant, { email: `p${n}@example.com`, name: `Person 100% ${n}` });
  await upsert(tenant, { email: "other@elsewhere.example", name: "Grace" });
  expect((await list(tenant, { search: "GRACE" })).data).toHaveLength(1);
  expect((await list(tenant, { search: "0% 3" })).data).toHaveLength(1);
  expect((await list(tenant, { search: "%" })).data).toHaveLength(7);
  const seen = new Set<string>();
  let cursor: string | null = null;
  do {
    const page: { data: { id: string }[]; nextCursor: string | null } = await list(tenant, {
      limit: 3,
      ...(cursor && { cursor }),
    });
    for (const { id } of page.data) seen.add(id);
    cursor = page.nextCursor;
  } while (cursor);
  expect(seen.size).toBe(8);
});

test("G18: another company sees, changes and forgets none of them", async ({ tenant, rival }) => {
  const { body } = await upsert(tenant, ada);
  const at = params({ id: body.id });
  expect((await GET(rival.request("GET"), at)).status).toBe(404);
  expect((await DELETE(rival.request("DELETE"), at)).status).toBe(404);
  const choose = rival.request("PATCH", { preferences: { product: false } });
  expect((await CHOOSE(choose, at)).status).toBe(404);
  expect((await list(rival)).data).toEqual([]);
  await upsert(rival, { email: "ada@example.com", name: "Somebody else" });
  const mine = await (await GET(tenant.request("GET"), at)).json();
  expect(mine).toMatchObject({ name: "Ada Lovelace", preferences: { product: true } });
});

test("forgetting leaves only the address on the list of those nobody writes to", async ({
  tenant,
}) => {
  const { body } = await upsert(tenant, { ...ada, properties: { secret: "s3cret-fact" } });
  await sql`insert into public.mails (tenant_id, key, template, recipient, subject, html, body, category, contact_id)
    values (${tenant.tenantId}, 'k', 'sequence-mail', 'ada@example.com', 'Dear Ada', '<p>Ada</p>', 'Ada', 'product', ${body.id})`.execute(
    system(),
  );
  const member = await tenant.as("member");
  const at = params({ id: body.id });
  expect((await DELETE(member.request("DELETE"), at)).status).toBe(403);
  expect((await DELETE(tenant.request("DELETE"), at)).status).toBe(204);
  expect((await DELETE(tenant.request("DELETE"), at)).status).toBe(404);
  const { rows } = await sql<{ text: string }>`
    select (select coalesce(jsonb_agg(to_jsonb(m)), '[]') from public.mails m where tenant_id = ${tenant.tenantId})::text
      || (select coalesce(jsonb_agg(to_jsonb(c)), '[]') from public.contacts c where tenant_id = ${tenant.tenantId})::text
      || (select coalesce(jsonb_agg(to_jsonb(a)), '[]') from public.audit_log a where tenant_id = ${tenant.tenantId})::text as text`.execute(
    system(),
  );
  expect(rows[0]?.text.toLowerCase()).not.toMatch(/lovelace|ada@|s3cret|dear ada/);
  expect(rows[0]?.text).toContain('"status": "skipped"');
  const again = await upsert(tenant, ada);
  expect([again.status, again.body.detail]).toEqual([
    409,
    expect.stringContaining("asked to be forgotten"),
  ]);
});

test("contacts come newest, oldest or by address, page by page", async ({ tenant }) => {
  const names = ["dora", "anna", "carl", "bert", "emil"];
  for (const name of names) await upsert(tenant, { email: `${name}@example.com` });
  const walk = async (sort: "newest" | "oldest" | "email") => {
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list(tenant, { sort, limit: 2, ...(cursor && { cursor }) });
      found.push(...page.data.map(({ email }: { email: string }) => email.split("@")[0] ?? ""));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    return found;
  };
  expect(await walk("oldest")).toEqual(names);
  expect(await walk("newest")).toEqual(names.toReversed());
  expect(await walk("email")).toEqual(names.toSorted());
});
