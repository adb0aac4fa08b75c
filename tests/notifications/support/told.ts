import { sql } from "kysely";
import { mailDue } from "@/inngest/notifications/send-mail";
import { worker } from "@/lib/core/caller";
import { type News, notify } from "@/lib/domain/notifications/notify";
import { asSystem } from "@/lib/infra/db/as-system";
import { asTenant } from "@/lib/infra/db/as-tenant";
import type { Actor } from "@/tests/support/actor";

export const system = () => asSystem("tests look at what happened");

export const NEWS: News = {
  kind: "trigger.broken",
  key: "trigger/1",
  to: { role: "admin" },
  title: "Orders is not live",
  body: "Its hook is not registered.",
  link: "/workflows",
};

/** Tells as a worker of the actor's tenant. */
export const tell = ({ tenantId }: Actor, news: Partial<News> = {}, now = new Date()) =>
  asTenant(worker("tests-tell", tenantId), (tx) => notify(tx, tenantId, { ...NEWS, ...news }, now));

/** Does what the engine does for each request to write mails, as often as it likes. */
export const writeMails = async (actor: Actor, now = new Date()) => {
  for (const { name, data } of await actor.events())
    if (name === "notifications/mail.due")
      for (const userId of data.userIds as string[]) await mailDue(actor.tenantId, userId, now);
};

type Mail = { recipient: string; template: string; subject: string; body: string; key: string };

export const mailsOf = async ({ tenantId }: Actor): Promise<Mail[]> => {
  const { rows } = await sql<Mail>`select recipient, template, subject, body, key from public.mails
    where tenant_id = ${tenantId} order by recipient, created_at`.execute(system());
  return rows;
};
