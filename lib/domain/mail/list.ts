import { sql } from "kysely";
import type { z } from "zod";
import type { Caller } from "@/lib/core/caller";
import { decodeCursor, toPage } from "@/lib/core/page";
import { type Stored, withInstants } from "@/lib/domain/mail/instants";
import { LedgerMail, type MailPage, type MailQuery } from "@/lib/domain/mail/schema";
import { asTenant } from "@/lib/infra/db/as-tenant";

/** The tenant's mails without what they say, newest first; those that may or may not have been sent with `status=unknown`. For admins. */
export const listMails = (
  caller: Caller,
  { status, limit, cursor }: MailQuery,
): Promise<z.infer<typeof MailPage>> =>
  asTenant(caller, async (tx) => {
    const [at = null, id = null] = decodeCursor(cursor, 2) ?? [];
    const { rows } = await sql<Stored<LedgerMail>>`
      select id, recipient, template, subject, category, status, error, enrolment_id, step_key, created_at, sent_at, opened_at, opens, clicked_at, clicks from public.mails
      where (${status ?? null}::text is null or status = ${status ?? null}) and (${at}::timestamptz is null
        or (date_trunc('milliseconds', created_at), id) < (${at}::timestamptz, ${id}::uuid))
      order by date_trunc('milliseconds', created_at) desc, id desc limit ${limit + 1}`.execute(tx);
    const mails = rows.map((row) => LedgerMail.parse(withInstants(row)));
    return toPage(mails, limit, (mail) => [mail.createdAt, mail.id]);
  });
