import { sql } from "kysely";
import type { Locale } from "@/emails/_words";
import type { MailKey, MailProps } from "@/emails/catalogue";
import { renderMail } from "@/emails/render";
import { asSystem } from "@/lib/infra/db/as-system";
import { claimAccountMail, type MailLedger, mailLedger } from "@/lib/infra/email/ledger";
import { nudgeRelay } from "@/lib/infra/events/relay";

const db = () => asSystem("people have mails before they have a tenant");

type Trace = { requestId?: string; traceparent?: string };

type AccountMail<Key extends MailKey> = {
  /** Tells this mail from every other; a repeat queues nothing. */
  key: string;
  template: Key;
  to: string;
  /** Whose account it is; the mail is written in the language of that person's profile. */
  userId: string;
  /** The language where the profile is not there yet. */
  locale: Locale;
  props: (locale: Locale) => MailProps<Key>;
  trace?: Trace;
};

const localeOf = async (userId: string): Promise<Locale | undefined> => {
  const { rows } = await sql<{ locale: Locale }>`
    select locale from public.profiles where user_id = ${userId}::uuid`.execute(db());
  return rows[0]?.locale;
};

/** Renders a mail for a person, freezes it in the ledger of account mails and asks for its sending, in one statement. */
export const queueAccountMail = async <Key extends MailKey>(
  mail: AccountMail<Key>,
): Promise<void> => {
  const { key, template, to, userId, props, trace = {} } = mail;
  const locale = (await localeOf(userId)) ?? mail.locale;
  const { subject, html, text } = await renderMail(template, { ...props(locale), locale });
  const traceJson = JSON.stringify(trace);
  await sql`
    with mail as (
      insert into app.account_mails (key, template, recipient, subject, html, body)
      values (${key}, ${template}, ${to}, ${subject}, ${html}, ${text})
      on conflict (key) do nothing returning id
    )
    insert into app.outbox (tenant_id, name, data, trace)
    select null, 'mail/mail.queued',
      jsonb_build_object('tenantId', null, 'mailId', id, 'trace', ${traceJson}::text::jsonb), ${traceJson}::text::jsonb
    from mail`.execute(db());
  nudgeRelay();
};

const ledger = mailLedger("app.account_mails", claimAccountMail, (work) => work(db()));

/**
 * Puts the address of an account mail on the list that keeps every company's mails from it, except those that answer an act.
 * A complaint outweighs a bounce; the same news again change nothing.
 */
export const spareAddress = async (
  mailId: string,
  reason: "bounced" | "complained",
  why: string,
): Promise<void> => {
  await sql`
    insert into app.bounced_addresses as b (email, reason, why)
    select lower(trim(recipient)), ${reason}, left(${why}, 500) from app.account_mails where id = ${mailId}::uuid
    on conflict (email) do update set reason = excluded.reason, why = excluded.why
    where excluded.reason = 'complained' and b.reason = 'bounced'`.execute(db());
};

/** The ledger of account mails. Their bodies hold links that sign in, so they are emptied once an answer is there. */
export const accountLedger: MailLedger = {
  ...ledger,
  settle: async (mailId, outcome) => {
    await ledger.settle(mailId, outcome);
    await sql`update app.account_mails set html = '', body = '' where id = ${mailId}::uuid`.execute(
      db(),
    );
  },
};
