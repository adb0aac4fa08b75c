import { type Kysely, sql } from "kysely";
import type { DB } from "@/lib/infra/db/types";

const BATCH = 1000;

/**
 * Asks for the mails whose time has come, one event a tenant and batch, and again after ten minutes for what nobody wrote;
 * how many notifications. Several sweeps at once share the work, because each takes only rows that no other holds.
 */
export const claimMails = async (db: Kysely<DB>, now: Date): Promise<number> => {
  let total = 0;
  for (let found = BATCH; found === BATCH; total += found) {
    const { rows } = await sql<{ n: number }>`
      with due as (
        select tenant_id, id, user_id from public.notifications
        where mail_at <= ${now}::timestamptz and mailed_at is null
          and (asked_at is null or asked_at < ${now}::timestamptz - interval '10 minutes')
        order by mail_at limit ${BATCH} for update skip locked),
      marked as (
        update public.notifications n set asked_at = ${now} from due where n.tenant_id = due.tenant_id and n.id = due.id),
      told as (
        insert into app.outbox (id, tenant_id, name, data)
        select app.uuidv7(), tenant_id, 'notifications/mail.due',
          jsonb_build_object('tenantId', tenant_id, 'userIds', jsonb_agg(distinct user_id)) from due group by tenant_id)
      select count(*)::int as n from due`.execute(db);
    found = rows[0]?.n ?? 0;
  }
  return total;
};
