import { type Kysely, sql } from "kysely";
import type { DB } from "@/lib/infra/db/types";
import type { MailOutcome } from "@/lib/infra/email/resend";

/** How a mail stands. Later news never moves it back, in whatever order they come. */
export const MAIL_RANK = {
  queued: 0,
  claimed: 1,
  skipped: 1,
  unknown: 2,
  accepted: 3,
  failed: 4,
  delivered: 5,
  bounced: 6,
  complained: 7,
} as const;

export type MailStatus = keyof typeof MAIL_RANK;

/** A claimed mail, frozen as it was rendered. */
export type ClaimedMail = {
  key: string;
  template: string;
  recipient: string;
  subject: string;
  html: string;
  body: string;
  /** Name and address it comes from; null is the installation's. */
  sender: string | null;
  replyTo: string | null;
  headers: Record<string, string>;
  /** Nobody tried before: when the provider refuses now, it has nothing of it. */
  isFirst: boolean;
  /** Whether it was first tried so long ago that the provider may have forgotten its key. */
  isStale: boolean;
};

/** News about a mail from the provider. */
export type MailNews = {
  status: MailStatus;
  error?: string | undefined;
  providerId?: string | undefined;
};

/** How a ledger's table claims a mail: one statement that answers it, or nothing when there is nothing to send. */
type Claim = (db: Kysely<DB>, mailId: string) => Promise<ClaimedMail | undefined>;

/** Where mails are written down before they are sent. */
export type MailLedger = {
  /** The mail if it still has to be sent; notes the first try. */
  claim: (mailId: string) => Promise<ClaimedMail | undefined>;
  settle: (mailId: string, outcome: MailOutcome) => Promise<void>;
  /** Takes a claim back that led to nothing, so that the mail does not age while it waits. */
  release: (mailId: string) => Promise<void>;
  /** Applies news; news of a lower rank change nothing. */
  tell: (mailId: string, news: MailNews) => Promise<void>;
};

/** A try this long after the first is not made: the provider keeps keys for 24 hours. */
const KEY_HOURS = 23;

/** The statuses that `status` may replace. */
const below = (status: MailStatus): MailStatus[] =>
  (Object.keys(MAIL_RANK) as MailStatus[]).filter((other) => MAIL_RANK[other] < MAIL_RANK[status]);

type Work = <T>(work: (db: Kysely<DB>) => Promise<T>) => Promise<T>;

/** Claims a mail of people who have no tenant yet: it answers an act, and nothing can speak against it. */
export const claimAccountMail: Claim = async (db, mailId) => {
  const { rows } = await sql<ClaimedMail>`
    with asked as (select id, status from app.account_mails where id = ${mailId}::uuid and status in ('queued', 'claimed') for update)
    update app.account_mails m set status = 'claimed', claimed_at = coalesce(m.claimed_at, now())
    from asked where m.id = asked.id
    returning m.key, m.template, m.recipient, m.subject, m.html, m.body, null as sender, null as reply_to, '{}'::jsonb as headers,
      asked.status = 'queued' as is_first, m.claimed_at < now() - make_interval(hours => ${KEY_HOURS}::int) as is_stale`.execute(
    db,
  );
  return rows[0];
};

/**
 * Claims a mail of a tenant. One that people can opt out of is looked at once more, in the same statement: when its reader
 * opted out, bounced, was forgotten or has left the sequence, it becomes `skipped` with the reason; one that was tried
 * before becomes `unknown`, because it may have been sent.
 */
export const claimMail: Claim = async (db, mailId) => {
  const { rows } = await sql<ClaimedMail & { isBlocked: boolean }>`
    with asked as (
      select m.id, m.status, case when m.category is not null then coalesce(app.why_not_mailed(m.contact_id, m.category),
        case when e.goal_at is not null then 'goal reached' when e.exit_event is not null then e.exit_event || ' came'
          when e.status = 'exited' then e.reason end) end as why
      from public.mails m left join public.enrolments e on e.tenant_id = m.tenant_id and e.id = m.enrolment_id
      where m.id = ${mailId}::uuid and m.status in ('queued', 'claimed') for update of m)
    update public.mails m set
      status = case when asked.why is null then 'claimed' when asked.status = 'queued' then 'skipped' else 'unknown' end,
      error = case when asked.why is null then m.error when asked.status = 'queued' then asked.why
        else 'Not tried again, because in the meantime: ' || asked.why end,
      claimed_at = case when asked.why is null then coalesce(m.claimed_at, now()) else m.claimed_at end
    from asked where m.id = asked.id
    returning m.key, m.template, m.recipient, m.subject, m.html, m.body, m.sender, m.reply_to, m.headers, asked.status = 'queued' as is_first,
      m.claimed_at < now() - make_interval(hours => ${KEY_HOURS}::int) as is_stale, asked.why is not null as is_blocked`.execute(
    db,
  );
  const [mail] = rows;
  return mail && !mail.isBlocked ? mail : undefined;
};

const settle = async (db: Kysely<DB>, table: string, mailId: string, outcome: MailOutcome) => {
  const providerId = outcome.status === "accepted" ? outcome.providerId : null;
  const error = outcome.status === "accepted" ? null : outcome.error;
  await sql`
    update ${sql.table(table)} set
      status = case when status = any(${below(outcome.status)}::text[]) then ${outcome.status} else status end,
      provider_id = coalesce(${providerId}, provider_id), error = coalesce(error, ${error}),
      sent_at = case when ${providerId}::text is null then sent_at else coalesce(sent_at, now()) end
    where id = ${mailId}::uuid`.execute(db);
};

const release = async (db: Kysely<DB>, table: string, mailId: string) => {
  await sql`update ${sql.table(table)} set status = 'queued', claimed_at = null
    where id = ${mailId}::uuid and status = 'claimed'`.execute(db);
};

const tell = async (db: Kysely<DB>, table: string, mailId: string, news: MailNews) => {
  const { status, error = null, providerId = null } = news;
  await sql`
    update ${sql.table(table)} set status = ${status}, error = ${error}, provider_id = coalesce(${providerId}, provider_id)
    where id = ${mailId}::uuid and status = any(${below(status)}::text[])`.execute(db);
};

/** The ledger in `table`, whose every statement runs inside `work`. */
export const mailLedger = (table: string, claim: Claim, work: Work): MailLedger => ({
  claim: (mailId) => work((db) => claim(db, mailId)),
  settle: (mailId, outcome) => work((db) => settle(db, table, mailId, outcome)),
  release: (mailId) => work((db) => release(db, table, mailId)),
  tell: (mailId, news) => work((db) => tell(db, table, mailId, news)),
});
