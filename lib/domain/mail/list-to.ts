import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { type Stored, withInstants } from "@/lib/domain/mail/instants";
import { SentMail } from "@/lib/domain/mail/schema";
import { asTenant } from "@/lib/infra/db/as-tenant";

const NEWEST = 100;

/** The newest 100 mails to a contact of the caller's tenant, without what they say. For admins. */
export const listMailsTo = (caller: Caller, contactId: string): Promise<SentMail[]> =>
  asTenant(caller, async (tx) => {
    const { rows } = await sql<Stored<SentMail>>`
      select id, subject, category, status, error, created_at, sent_at, opened_at, opens, clicked_at, clicks from public.mails
      where contact_id = ${contactId}::uuid order by created_at desc limit ${NEWEST}`.execute(tx);
    return rows.map((row) => SentMail.parse(withInstants(row)));
  });
