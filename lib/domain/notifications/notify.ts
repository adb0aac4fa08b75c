import { sql } from "kysely";
import { wants } from "@/lib/domain/notifications/kinds";
import { mailTime } from "@/lib/domain/notifications/mail/time";
import { type Audience, type Recipient, recipientsOf } from "@/lib/domain/notifications/recipients";
import type { Channel, NotificationKind } from "@/lib/domain/notifications/schema";
import { queuePost } from "@/lib/domain/notifications/slack/queue";
import type { Tx } from "@/lib/infra/db/as-tenant";
import { json } from "@/lib/infra/db/json";
import { notificationsDue } from "@/lib/infra/events/catalogue";
import { emit } from "@/lib/infra/events/emit";

export type News = {
  kind: NotificationKind;
  /** Tells this news from every other of the tenant, ≤ 255 characters; a repeat tells nobody anything. */
  key: string;
  to: Audience;
  /** Who is not told although he is meant: whoever did it. */
  except?: string;
  title: string;
  body?: string;
  /** A path of the app or an http(s) URL. */
  link?: string | null;
  /** What the mail of this kind says besides. */
  details?: object;
  /** Which channels may be used, Slack whatever people prefer; default all that somebody who is told wants. */
  channels?: readonly Channel[];
};

/** How many people were told by this call, and whether a post to Slack was queued. */
export type Told = { people: number; slack: boolean };

const MAILED_AT_ONCE = 100;

const oneLine = (text: string) => text.replace(/\s+/g, " ").trim();

type Written = { userId: string; isDue: boolean };

const write = async (tx: Tx, news: News, people: Recipient[], now: Date): Promise<Written[]> => {
  const { kind, key, body = "", link = null, details = {} } = news;
  const may = (channel: Channel) => news.channels?.includes(channel) ?? true;
  const rows = people.map(({ userId, choices, timing, timeZone }) => ({
    user: userId,
    app: may("inApp") && wants(choices, kind, "inApp"),
    mail: may("email") && wants(choices, kind, "email") ? mailTime(timing, timeZone, now) : null,
  }));
  const wanted = rows.filter(({ app, mail }) => app || mail);
  if (wanted.length === 0) return [];
  const { rows: written } = await sql<Written>`
    insert into public.notifications (user_id, kind, key, title, body, link, details, in_app, mail_at, asked_at)
    select r."user", ${kind}, ${key}, ${oneLine(news.title).slice(0, 200)}, ${body.slice(0, 2000)}, ${link}, ${json(details)},
      r.app, r.mail, case when r.mail <= ${now} then ${now}::timestamptz end
    from jsonb_to_recordset(${json(wanted)}) as r ("user" uuid, app boolean, mail timestamptz)
    on conflict (tenant_id, user_id, key) do nothing returning user_id, asked_at is not null as is_due`.execute(
    tx,
  );
  return written;
};

/**
 * Tells people something, once a key: writes a row for each, and queues what their channels ask for, in the caller's
 * transaction. For workers of the tenant. Mails go out at once, after quiet hours or with a digest, as each person wants.
 */
export const notify = async (
  tx: Tx,
  tenantId: string,
  news: News,
  now = new Date(),
): Promise<Told> => {
  const people = (await recipientsOf(tx, news.to)).filter(({ userId }) => userId !== news.except);
  const written = await write(tx, news, people, now);
  const due = written.filter(({ isDue }) => isDue).map(({ userId }) => userId);
  for (let at = 0; at < due.length; at += MAILED_AT_ONCE)
    await emit(
      tx,
      notificationsDue.create({ tenantId, userIds: due.slice(at, at + MAILED_AT_ONCE) }),
    );
  const isPosted =
    news.channels?.includes("slack") ??
    people.some(({ choices }) => wants(choices, news.kind, "slack"));
  return {
    people: written.length,
    slack: isPosted && (await queuePost(tx, tenantId, news)),
  };
};
