import { type Kysely, sql } from "kysely";
import { worker } from "@/lib/core/caller";
import type { Who } from "@/lib/domain/onboarding/advance";
import { doneItems } from "@/lib/domain/onboarding/facts";
import { refresh } from "@/lib/domain/onboarding/get";
import { asTenant } from "@/lib/infra/db/as-tenant";
import type { DB } from "@/lib/infra/db/types";
import { onboardingStalled } from "@/lib/infra/events/catalogue";

const BATCH = 200;

/** Admins and owners are led; others find what they built. */
const LED = sql`join public.tenants t on t.id = s.tenant_id and t.deleted_at is null and not t.is_demo
  join public.memberships m on m.tenant_id = s.tenant_id and m.user_id = s.user_id and m.role in ('admin', 'owner')`;

/** Begins the onboarding of an admin or owner, with what is done already ticked; does nothing for others. */
export const beginOnboarding = ({ tenantId, userId }: Who): Promise<void> =>
  asTenant(worker("onboarding-begin", tenantId), async (tx) => {
    const member = await tx
      .selectFrom("memberships")
      .select("role")
      .where("userId", "=", userId)
      .executeTakeFirst();
    if (member?.role === "admin" || member?.role === "owner")
      await refresh(tx, { tenantId, userId });
  });

/** Ticks what was done while nobody looked, for at most 200 people; returns for how many. */
export const tickDone = async (db: Kysely<DB>): Promise<number> => {
  const { rows } = await sql<Who>`
    select s.tenant_id, s.user_id from public.onboarding_states s ${LED}
    where s.completed_at is null and s.moved_at > now() - interval '60 days'
      and not coalesce(s.state -> 'items', '[]') @> to_jsonb(${doneItems})
    order by s.moved_at desc limit ${BATCH}`.execute(db);
  for (const who of rows)
    await asTenant(worker("onboarding-sweep", who.tenantId), (tx) => refresh(tx, who));
  return rows.length;
};

/**
 * Tells of everybody who has not moved for three days and is not done, once for each state; who has put the checklist away
 * is left alone. Mark and event are one statement. Returns how many were told of.
 */
export const tellStalled = async (db: Kysely<DB>): Promise<number> => {
  const { rows } = await sql`
    with due as (
      select s.tenant_id, s.user_id from public.onboarding_states s ${LED}
      where s.completed_at is null and s.moved_at < now() - interval '3 days' and s.stalled_rev is distinct from s.rev
        and s.state -> 'dismissed' is distinct from 'true'::jsonb
      order by s.moved_at limit ${BATCH} for update of s skip locked),
    marked as (
      update public.onboarding_states s set stalled_rev = s.rev from due
      where s.tenant_id = due.tenant_id and s.user_id = due.user_id
      returning s.tenant_id, s.user_id, s.state ->> 'at' as at)
    insert into app.outbox (id, tenant_id, name, data)
    select app.uuidv7(), tenant_id, ${onboardingStalled.name},
      jsonb_build_object('tenantId', tenant_id, 'userId', user_id, 'step', at) from marked
    returning id`.execute(db);
  return rows.length;
};
