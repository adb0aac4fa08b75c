import { sql } from "kysely";
import { AppError } from "@/lib/core/errors";
import { Contact } from "@/lib/domain/contacts/schema";
import type { Tx } from "@/lib/infra/db/as-tenant";

export type ContactRow = Omit<Contact, "consent" | "createdAt" | "updatedAt"> & {
  consentBasis: string | null;
  consentAt: Date | null;
  consentText: string | null;
  createdAt: Date;
  updatedAt: Date;
};

/** What a query over `public.contacts c` selects; milliseconds, so that a cursor made of it is exact. */
export const CONTACT = sql<ContactRow>`c.id, c.email, c.name, c.locale, c.time_zone, c.user_id, c.properties, c.consent_basis, c.consent_at,
  c.consent_text, date_trunc('milliseconds', c.created_at) as created_at, c.updated_at,
  (select s.reason from public.suppressions s where s.tenant_id = c.tenant_id and s.email = c.email
    and (s.until is null or s.until > now())) as suppressed,
  jsonb_build_object('lifecycle', true, 'product', true, 'notification', true) || coalesce((select jsonb_object_agg(p.category, p.wants)
    from public.mail_preferences p where p.tenant_id = c.tenant_id and p.contact_id = c.id), '{}') as preferences`;

export const toContact = (row: ContactRow): Contact => {
  const { consentBasis: basis, consentAt, consentText: text, createdAt, updatedAt, ...rest } = row;
  return Contact.parse({
    ...rest,
    consent: basis && consentAt && { basis, at: consentAt.toISOString(), text },
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  });
};

/** One contact of the transaction's tenant. Throws not_found. */
export const readContact = async (tx: Tx, id: string): Promise<Contact> => {
  const { rows } = await sql<ContactRow>`
    select ${CONTACT} from public.contacts c where c.id = ${id}::uuid`.execute(tx);
  if (!rows[0]) throw new AppError("not_found", "There is no such contact.");
  return toContact(rows[0]);
};
