import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { type Stored, withInstants } from "@/lib/domain/mail/instants";
import { SentMail } from "@/lib/domain/mail/schema";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";

const NEWEST = 100;

const requireContact = async (tx: Tx, id: string) => {
  const { rows } = await sql`select from public.contacts where id = ${id}::uuid`.execute(tx);
  if (rows.length === 0) throw new AppError("not_found", "There is no such contact.");
};

/** The newest 100 mails to a contact of the caller's tenant, without what they say. For admins. Throws not_found. */
export const listMailsTo = (caller: Caller, contactId: string): Promise<SentMail[]> =>
  asTenant(caller, async (tx) => {
    const { rows } = await sql<Stored<SentMail>>`
      select id, subject, category, status, error, created_at, sent_at, opened_at, opens, clicked_at, clicks from public.mails
      where contact_id = ${contactId}::uuid order by created_at desc limit ${NEWEST}`.execute(tx);
    if (rows.length === 0) await requireContact(tx, contactId);
    return rows.map((row) => SentMail.parse(withInstants(row)));
  });
