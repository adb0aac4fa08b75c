import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect } from "vitest";
import { worker } from "@/lib/core/caller";
import { asTenant } from "@/lib/infra/db/as-tenant";
import { addContacts, system } from "@/tests/sequences/support/people";
import { test } from "@/tests/support/test";

const CATEGORIES = ["lifecycle", "product", "notification"] as const;

/** What can be known of a person, and the answers for the three categories. */
const KNOWN: Record<string, (string | null)[]> = {
  nothing: [null, null, null],
  "no consent": ["no consent", "no consent", null],
  unsubscribed: [null, "unsubscribed", null],
  suppressed: ["by hand", "by hand", "by hand"],
  "paused until yesterday": [null, null, null],
  "paused until tomorrow": ["bounced", "bounced", "bounced"],
  "bounced at another company": ["bounced", "bounced", "bounced"],
  "complained to us": ["complained", "complained", "complained"],
  "suppressed and unsubscribed": ["by hand", "by hand", "by hand"],
  deleted: ["deleted", "deleted", "deleted"],
};

const arrange = async (tenantId: string): Promise<Map<string, string>> => {
  const names = Object.keys(KNOWN);
  const ids = await addContacts(tenantId, names.length);
  const idOf = new Map(names.map((name, n) => [name, ids[n] ?? ""]));
  const at = (name: string) => idOf.get(name);
  const suppress = (name: string, reason: string, until: string | null = null) =>
    sql`insert into public.suppressions (tenant_id, email, reason, until)
      select tenant_id, email, ${reason}, now() + ${until}::interval from public.contacts where id = ${at(name)}`.execute(
      system(),
    );
  const optOut = (name: string) =>
    sql`insert into public.mail_preferences (tenant_id, contact_id, category, wants, source)
      values (${tenantId}, ${at(name)}, 'product', false, 'link')`.execute(system());
  const spare = (name: string, reason: string) =>
    sql`insert into app.bounced_addresses (email, reason) select email, ${reason} from public.contacts where id = ${at(name)}`.execute(
      system(),
    );
  await sql`update public.contacts set consent_basis = null, consent_at = null where id = ${at("no consent")}`.execute(
    system(),
  );
  await suppress("suppressed", "by hand");
  await suppress("paused until yesterday", "bounced", "-1 day");
  await suppress("paused until tomorrow", "bounced", "1 day");
  await suppress("suppressed and unsubscribed", "by hand");
  await optOut("unsubscribed");
  await optOut("suppressed and unsubscribed");
  await spare("bounced at another company", "bounced");
  await spare("complained to us", "complained");
  await sql`delete from public.contacts where id = ${at("deleted")}`.execute(system());
  return idOf;
};

type Answer = { contactId: string; category: string; reason: string | null };

test("asked for many people at once, the answer is for each what it is for one alone", async ({
  tenant,
  rival,
}) => {
  const people = await arrange(tenant.tenantId);
  const [stranger = ""] = await addContacts(rival.tenantId, 1);
  const pairs = [
    ...[...people].flatMap(([name, contactId]) =>
      CATEGORIES.map((category, n) => ({ contactId, category, reason: KNOWN[name]?.[n] ?? null })),
    ),
    { contactId: stranger, category: "notification", reason: "deleted" },
    { contactId: randomUUID(), category: "notification", reason: "deleted" },
  ];
  await asTenant(worker("test", tenant.tenantId), async (tx) => {
    // A pair that is asked twice is answered once, so that a join with the answers repeats nobody.
    const asked = [...pairs, ...pairs.slice(0, 5)].toReversed();
    const { rows: many } = await sql<Answer>`
      select * from app.why_not_mailed_each(${asked.map(({ contactId }) => contactId)}::uuid[],
        ${asked.map(({ category }) => category)}::text[])`.execute(tx);
    expect(many).toHaveLength(pairs.length);
    expect(many).toEqual(expect.arrayContaining(pairs));
    for (const { contactId, category, reason } of pairs) {
      const { rows } = await sql<{ why: string | null }>`
        select app.why_not_mailed(${contactId}::uuid, ${category}) as why`.execute(tx);
      expect({ contactId, category, why: rows[0]?.why }).toEqual({
        contactId,
        category,
        why: reason,
      });
    }
    const { rows: nobody } = await sql`select * from app.why_not_mailed_each('{}', '{}')`.execute(
      tx,
    );
    expect(nobody).toEqual([]);
  });
});
