import { sql } from "kysely";
import type { MailCategory } from "@/lib/core/mail-category";
import type { Tx } from "@/lib/infra/db/as-tenant";
import { mailQueued } from "@/lib/infra/events/catalogue";
import { emit } from "@/lib/infra/events/emit";

/** A mail that is rendered already, with whom and what it belongs to. */
export type FrozenMail = {
  id: string;
  /** Tells it from every other of the tenant, and the idempotency key at the provider. */
  key: string;
  template: string;
  recipient: string;
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
  sender: string | null;
  replyTo: string | null;
  category: MailCategory;
  contactId: string;
  enrolmentId: string;
  stepKey: string;
  occurrence: number;
  createdAt: Date;
};

/**
 * Writes rendered mails into the caller's ledger and asks for their sending, in two statements whatever their number. A key
 * that is there already queues nothing; answers the ids that are new. For workers.
 */
export const queueFrozen = async (
  tx: Tx,
  tenantId: string,
  mails: readonly FrozenMail[],
): Promise<string[]> => {
  if (mails.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    insert into public.mails (id, key, template, recipient, subject, html, body, headers, sender, reply_to, category,
      contact_id, enrolment_id, step_key, occurrence, created_at)
    select id, key, template, recipient, subject, html, text, headers, sender, "replyTo", category, "contactId", "enrolmentId",
      "stepKey", occurrence, "createdAt"
    from jsonb_to_recordset(${JSON.stringify(mails)}::text::jsonb) as m (id uuid, key text, template text, recipient text,
      subject text, html text, text text, headers jsonb, sender text, "replyTo" text, category text, "contactId" uuid,
      "enrolmentId" uuid, "stepKey" text, occurrence int, "createdAt" timestamptz)
    on conflict (tenant_id, key) do nothing returning id`.execute(tx);
  await emit(tx, ...rows.map(({ id }) => mailQueued.create({ tenantId, mailId: id })));
  return rows.map(({ id }) => id);
};
