import { type Kysely, sql } from "kysely";
import type { DB } from "@/lib/infra/db/types";
import type { MailOutcome } from "@/lib/infra/email/resend";

/** How a mail stands. Later news never moves it back, in whatever order they come. */
export const MAIL_RANK = {
  queued: 0,
  claimed: 1,
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
  /** Whether it was first tried so long ago that the provider may have forgotten its key. */
  isStale: boolean;
};

/** News about a mail from the provider. */
export type MailNews = {
  status: MailStatus;
  error?: string | undefined;
  providerId?: string | undefined;
};

/** Where mails are written down before they are sent. */
export type MailLedger = {
  /** The mail if it still has to be sent; notes the first try. */
  claim: (mailId: string) => Promise<ClaimedMail | undefined>;
  settle: (mailId: string, outcome: MailOutcome) => Promise<void>;
  /** Applies news; news of a lower rank change nothing. */
  tell: (mailId: string, news: MailNews) => Promise<void>;
};

/** A try this long after the first is not made: the provider keeps keys for 24 hours. */
const KEY_HOURS = 23;

/** The statuses that `status` may replace. */
const below = (status: MailStatus): MailStatus[] =>
  (Object.keys(MAIL_RANK) as MailStatus[]).filter((other) => MAIL_RANK[other] < MAIL_RANK[status]);

type Work = <T>(work: (db: Kysely<DB>) => Promise<T>) => Promise<T>;

const claim = async (db: Kysely<DB>, table: string, mailId: string) => {
  const { rows } = await sql<ClaimedMail>`
    update ${sql.table(table)} set status = 'claimed', claimed_at = coalesce(claimed_at, now())
    where id = ${mailId}::uuid and status in ('queued', 'claimed')
    returning key, template, recipient, subject, html, body,
      claimed_at < now() - make_interval(hours => ${KEY_HOURS}::int) as is_stale`.execute(db);
  return rows[0];
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

const tell = async (db: Kysely<DB>, table: string, mailId: string, news: MailNews) => {
  const { status, error = null, providerId = null } = news;
  await sql`
    update ${sql.table(table)} set status = ${status}, error = ${error}, provider_id = coalesce(${providerId}, provider_id)
    where id = ${mailId}::uuid and status = any(${below(status)}::text[])`.execute(db);
};

/** The ledger in `table`, whose every statement runs inside `work`. */
export const mailLedger = (table: string, work: Work): MailLedger => ({
  claim: (mailId) => work((db) => claim(db, table, mailId)),
  settle: (mailId, outcome) => work((db) => settle(db, table, mailId, outcome)),
  tell: (mailId, news) => work((db) => tell(db, table, mailId, news)),
});
