import { sql } from "kysely";
import type { User } from "@/lib/domain/sequences/house/about";
import type { Tx } from "@/lib/infra/db/as-tenant";

/**
 * Makes people of the product contacts of the house, or brings what is known of them up to date; answers contact by person.
 * The box on the sign-up form decides about marketing the first time only: a later choice of the person stands.
 */
export const keepContacts = async (
  tx: Tx,
  people: readonly User[],
): Promise<Map<string, string>> => {
  if (people.length === 0) return new Map();
  const given = JSON.stringify(
    people.map((person) => ({ ...person, email: person.email.toLowerCase().trim() })),
  );
  // Somebody took over an address that another contact has: the older contact is nobody's any more.
  await sql`update public.contacts c set user_id = null
    from jsonb_to_recordset(${given}::text::jsonb) as g ("userId" text, email text)
    where c.user_id = g."userId" and c.email <> g.email and exists (select from public.contacts o where o.email = g.email)`.execute(
    tx,
  );
  await sql`update public.contacts c set email = g.email
    from jsonb_to_recordset(${given}::text::jsonb) as g ("userId" text, email text)
    where c.user_id = g."userId" and c.email <> g.email`.execute(tx);
  const { rows } = await sql<{ id: string; userId: string }>`
    with given as (
      select * from jsonb_to_recordset(${given}::text::jsonb) as g ("userId" text, email text, name text, locale text, "timeZone" text,
        "wantsTips" boolean, "askedAt" timestamptz, "tipsText" text)),
    kept as (
      insert into public.contacts as c (email, name, locale, time_zone, user_id, consent_basis, consent_at, consent_text)
      select email, name, locale, "timeZone", "userId", case when "wantsTips" then 'soft-opt-in' end,
        case when "wantsTips" then "askedAt" end, "tipsText" from given
      on conflict (tenant_id, email) do update set name = excluded.name, locale = excluded.locale, time_zone = excluded.time_zone,
        user_id = excluded.user_id, updated_at = now()
      returning id, user_id, consent_basis),
    chosen as (
      insert into public.mail_preferences (contact_id, category, wants, source)
      select k.id, k2.category, false, 'sign-up' from kept k join given g on g."userId" = k.user_id and not g."wantsTips"
      cross join (values ('lifecycle'), ('product')) as k2 (category)
      on conflict do nothing)
    select id, user_id from kept`.execute(tx);
  return new Map(rows.map(({ id, userId }) => [userId, id]));
};
