import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { audit } from "@/lib/domain/audit/record";
import { readContact } from "@/lib/domain/contacts/read";
import type { Contact, Preferences } from "@/lib/domain/contacts/schema";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";

type Source = "link" | "page" | "api" | "sign-up" | "provider";

/**
 * Writes down what a contact wants, in the caller's transaction, and takes it out of the sequences it does not want any more.
 * A choice that is there already is not written again.
 */
export const writePreferences = async (
  tx: Tx,
  contactId: string,
  wishes: Partial<Preferences>,
  source: Source,
): Promise<void> => {
  const rows = Object.entries(wishes).map(([category, wants]) => ({ category, wants }));
  const { rows: written } = await sql<{ category: string; wants: boolean }>`
    insert into public.mail_preferences as p (contact_id, category, wants, source)
    select ${contactId}::uuid, category, wants, ${source}
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as w (category text, wants boolean)
    on conflict (tenant_id, contact_id, category) do update set wants = excluded.wants, source = excluded.source, changed_at = now()
    where p.wants <> excluded.wants
    returning category, wants`.execute(tx);
  if (written.length === 0) return;
  const after = Object.fromEntries(written.map(({ category, wants }) => [category, wants]));
  await audit(
    tx,
    "contact.choose",
    { kind: "contact", id: contactId },
    { after: { ...after, source } },
  );
  if (written.some(({ wants }) => !wants))
    await sql`select app.leave_sequences(${contactId}::uuid)`.execute(tx);
};

/** Sets which kinds of mail a contact wants, as it told the company. Throws not_found. */
export const setPreferences = (
  caller: Caller,
  id: string,
  wishes: Partial<Preferences>,
): Promise<Contact> =>
  asTenant(caller, async (tx) => {
    await readContact(tx, id);
    await writePreferences(tx, id, wishes, "api");
    return readContact(tx, id);
  });
