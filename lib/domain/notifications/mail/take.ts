import { sql } from "kysely";
import { z } from "zod";
import { env } from "@/lib/core/env";
import type { Tx } from "@/lib/infra/db/as-tenant";

/** What the mail about a failed run says besides; formatted texts. */
export const FailureDetails = z.object({
  workflow: z.string(),
  tenant: z.string(),
  step: z.string(),
  failedAt: z.string(),
  why: z.string(),
  remedy: z.string(),
  runId: z.string(),
  url: z.string(),
});

type Item = { title: string; body: string; url: string | null; at: string };

/** A mail to write, for whoever queues mails: one notification, a failure with its facts, or several in one. */
export type NotificationMail = { key: string; to: string } & (
  | { template: "workflow-failed"; props: z.infer<typeof FailureDetails> & { locale: Locale } }
  | {
      template: "notification";
      props: {
        title: string;
        paragraphs: string[];
        tenant: string;
        url: string | null;
        preferencesUrl: string;
        locale: Locale;
      };
    }
  | {
      template: "notification-digest";
      props: {
        items: Item[];
        tenant: string;
        url: string;
        preferencesUrl: string;
        locale: Locale;
      };
    }
);

/** As many fit into one mail; the rest makes the next. */
const MAIL_MAX = 50;

type Row = {
  id: string;
  kind: string;
  title: string;
  body: string;
  link: string | null;
  details: unknown;
  createdAt: Date;
  readAt: Date | null;
};
type Locale = "en" | "de";
type Person = { email: string; timeZone: string; locale: Locale; tenant: string };

const take = async (tx: Tx, userId: string, now: Date): Promise<Row[]> => {
  const { rows } = await sql<Row>`
    update public.notifications set mailed_at = ${now} where id in (
      select id from public.notifications
      where user_id = ${userId} and mail_at <= ${now} and mailed_at is null order by id limit ${MAIL_MAX} for update skip locked)
    returning id, kind, title, body, link, details, created_at, read_at`.execute(tx);
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
};

const personOf = async (tx: Tx, userId: string): Promise<Person | undefined> => {
  const { rows } = await sql<Person>`
    select p.email, p.time_zone, p.locale, t.name as tenant from public.profiles p, public.tenants t
    where p.user_id = ${userId} and t.id = app.tenant_id()`.execute(tx);
  return rows[0];
};

const urlOf = (link: string | null) => (link?.startsWith("/") ? `${env().APP_URL}${link}` : link);

const TAG = { en: "en-GB", de: "de-DE" };

const instant = (at: Date, timeZone: string, locale: Locale) =>
  new Intl.DateTimeFormat(TAG[locale], {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
    timeZone,
  }).format(at);

const preferencesUrl = () => `${env().APP_URL}/settings/notifications`;

const paragraphsOf = (body: string) =>
  body
    .split(/\n{2,}/)
    .map((part) => part.trim())
    .filter((part) => part !== "");

const single = (row: Row, { email: to, tenant, locale }: Person): NotificationMail => {
  const key = `notification/${row.id}`;
  const details = row.kind === "run.failed" ? FailureDetails.safeParse(row.details) : undefined;
  if (details?.success)
    return { key, to, template: "workflow-failed", props: { ...details.data, locale } };
  const paragraphs = paragraphsOf(row.body);
  const { title } = row;
  const rest = { url: urlOf(row.link), preferencesUrl: preferencesUrl(), locale };
  return { key, to, template: "notification", props: { title, paragraphs, tenant, ...rest } };
};

const several = (
  rows: Row[],
  { email: to, tenant, timeZone, locale }: Person,
): NotificationMail => ({
  key: `notification/${rows[0]?.id}/${rows.length}`,
  to,
  template: "notification-digest",
  props: {
    items: rows.map(({ title, body, link, createdAt }) => ({
      title,
      body: body.slice(0, 300),
      url: urlOf(link),
      at: instant(createdAt, timeZone, locale),
    })),
    tenant,
    url: `${env().APP_URL}/notifications`,
    preferencesUrl: preferencesUrl(),
    locale,
  },
});

/**
 * Takes what a person is to be mailed by now, and gives the mail to queue in the same transaction: each notification is
 * in exactly one mail, and what was read in the app meanwhile in none. `isMore` when another mail may follow. For workers.
 */
export const takeMail = async (
  tx: Tx,
  userId: string,
  now = new Date(),
): Promise<{ mail: NotificationMail | undefined; isMore: boolean }> => {
  const rows = await take(tx, userId, now);
  const isMore = rows.length === MAIL_MAX;
  const unread = rows.filter(({ readAt }) => readAt === null);
  const [first, ...more] = unread;
  const person = first && (await personOf(tx, userId));
  if (!person) return { mail: undefined, isMore };
  return { mail: more.length === 0 ? single(first, person) : several(unread, person), isMore };
};
