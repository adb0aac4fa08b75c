import { sql } from "kysely";
import { type Caller, worker } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { audit } from "@/lib/domain/audit/record";
import { readContact } from "@/lib/domain/contacts/read";
import { asTenant } from "@/lib/infra/db/as-tenant";

// The ledger keeps that a mail was sent and under which key; what it said and to whom is nobody's any more.
const emptyMails = (caller: Caller, id: string) =>
  asTenant(worker("contacts-forget", caller.tenantId), (tx) =>
    sql`with uncounted as (
        delete from public.mail_reactions where mail_id in (select id from public.mails where contact_id = ${id}::uuid))
      update public.mails set recipient = 'forgotten', subject = '', html = '', body = '', headers = '{}',
        opened_at = null, opens = 0, clicked_at = null, clicks = 0,
        status = case when status = 'queued' then 'skipped' else status end,
        error = case when status = 'queued' then 'deleted' else error end
      where contact_id = ${id}::uuid`.execute(tx),
  );

const actorOf = (caller: Caller): string => {
  if (caller.kind === "user") return caller.userId;
  return caller.kind === "key" ? caller.keyId : caller.worker;
};

/**
 * Forgets a contact: the person, what it chose, where it stood in sequences, and the contents of mails to it are gone. Only
 * the address stays on the suppression list, so that no import brings it back. Repeated after a crash it goes on where it
 * was. Throws not_found. For admins.
 */
export const forgetContact = async (caller: Caller, id: string): Promise<void> => {
  await asTenant(caller, (tx) => readContact(tx, id));
  await emptyMails(caller, id);
  await asTenant(caller, async (tx) => {
    const { rows } = await sql<{ email: string }>`
      delete from public.contacts where id = ${id}::uuid returning email`.execute(tx);
    const [gone] = rows;
    if (!gone) throw new AppError("not_found", "There is no such contact.");
    await sql`
      insert into public.suppressions (email, reason, created_by) values (${gone.email}, 'forgotten', ${actorOf(caller)})
      on conflict (tenant_id, email) do update set reason = 'forgotten', until = null, detail = ''`.execute(
      tx,
    );
    await audit(tx, "contact.forget", { kind: "contact", id });
  });
};
