import { sql } from "kysely";
import { env } from "@/lib/core/env";
import type { Surroundings } from "@/lib/domain/sequences/scope";
import type { Tx } from "@/lib/infra/db/as-tenant";

/** A person of a customer's company, as the house writes to it. */
export type User = {
  userId: string;
  email: string;
  name: string;
  locale: "en" | "de";
  timeZone: string;
  wantsTips: boolean;
  askedAt: string;
  tipsText: string | null;
};

/** What the house may know of a customer's company, read behind that company's own wall. */
export type About = {
  /** The house that writes to its people; null when the company itself is a house or a sample. */
  houseId: string | null;
  /** Those the event names, or those in charge. */
  people: User[];
  /** Everybody who belongs to the company now. */
  memberIds: string[];
  surroundings: Surroundings;
};

/** What surrounds one person of a company: nothing more is sent to who left it, nor about one that is gone. */
export const aroundOf = (
  { houseId, memberIds, surroundings }: About,
  userId: string | null,
): Surroundings => {
  if (houseId === null) return { ...surroundings, gone: "company deleted" };
  if (userId === null || !memberIds.includes(userId))
    return { ...surroundings, gone: "left the company" };
  return surroundings;
};

/** Counting stops here: texts only ask whether there is anything, or say "many". */
const COUNT_MAX = 1000;

const NOWHERE: About = {
  houseId: null,
  people: [],
  memberIds: [],
  surroundings: { tenant: { name: "", plan: "" } },
};

const urls = (): Record<string, string> => {
  const { APP_URL } = env();
  const page = (path: string) => `${APP_URL}/${path}`;
  return {
    app: APP_URL,
    workflows: page("workflows"),
    templates: page("templates"),
    runs: page("runs"),
    deadLetters: page("dead-letters"),
    settings: page("settings"),
  };
};

type Row = {
  houseId: string | null;
  name: string;
  plan: string;
  published: number;
  webhooks: number;
  succeeded: number;
  members: number;
  memberIds: string[];
  people: User[];
};

/** What the house may know of the transaction's company. `userId` names whom the event is about; without it those in charge. */
export const readAbout = async (tx: Tx, userId: string | null): Promise<About> => {
  const { rows } = await sql<Row>`
    select case when t.deleted_at is null and not t.is_demo and p.house_id <> t.id then p.house_id end as house_id, t.name, t.plan,
      (select count(*)::int from public.workflows w where w.live_version is not null and not w.is_demo) as published,
      (select count(*)::int from (select from public.deliveries limit ${COUNT_MAX}) as d) as webhooks,
      (t.first_success_at is not null)::int as succeeded,
      (select count(*)::int from public.memberships m) as members,
      coalesce((select jsonb_agg(m.user_id) from public.memberships m), '[]') as member_ids,
      coalesce((select jsonb_agg(jsonb_build_object('userId', r.user_id, 'email', r.email, 'name', r.full_name, 'locale', r.locale,
          'timeZone', r.time_zone, 'wantsTips', r.wants_tips, 'askedAt', coalesce(r.tips_asked_at, r.created_at), 'tipsText', r.tips_text)
          order by r.user_id)
        from public.memberships m join public.profiles r on r.user_id = m.user_id
        where case when ${userId}::uuid is null then m.role in ('admin', 'owner') else m.user_id = ${userId}::uuid end), '[]') as people
    from public.tenants t join public.products p on p.id = t.product_id where t.id = (select app.tenant_id())`.execute(
    tx,
  );
  const [row] = rows;
  if (!row) return NOWHERE;
  const { houseId, people, memberIds, name, plan, ...progress } = row;
  return {
    houseId,
    people,
    memberIds,
    surroundings: { tenant: { name, plan }, progress, url: urls() },
  };
};
