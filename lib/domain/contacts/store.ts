import { sql } from "kysely";
import { AppError } from "@/lib/core/errors";
import type { NewContact } from "@/lib/domain/contacts/schema";
import type { Tx } from "@/lib/infra/db/as-tenant";

/** A contact to write; `line` is where it stood in a file. */
export type Given = NewContact & { line: number };

export type Stored = { line: number; id: string; isNew: boolean };
export type Refused = { line: number; message: string };

const FORGOTTEN =
  "This person asked to be forgotten; lift the suppression first if that was wrong.";
const TAKEN = "Another contact has this user id.";

/** Lines that cannot be written: people who were forgotten, and user ids of somebody else. */
const refusedOf = async (tx: Tx, rows: string): Promise<Refused[]> => {
  const { rows: refused } = await sql<{ line: number; why: "forgotten" | "taken" }>`
    select g.line, case when s.email is not null then 'forgotten' else 'taken' end as why
    from jsonb_to_recordset(${rows}::text::jsonb) as g (line int, email text, "userId" text)
    left join public.suppressions s on s.tenant_id = (select app.tenant_id()) and s.email = g.email and s.reason = 'forgotten'
    left join public.contacts c on c.tenant_id = (select app.tenant_id()) and c.user_id = g."userId" and c.email <> g.email
    where s.email is not null or c.id is not null`.execute(tx);
  return refused.map(({ line, why }) => ({ line, message: why === "taken" ? TAKEN : FORGOTTEN }));
};

/**
 * Writes contacts by address, each address once in `given`: new ones are added, known ones take over what is given. Consent
 * replaces an older one. In two statements whatever the number; answers what was written and what was refused.
 */
export const storeContacts = async (
  tx: Tx,
  given: readonly Given[],
): Promise<{ stored: Stored[]; refused: Refused[] }> => {
  const refused = await refusedOf(tx, JSON.stringify(given));
  const lines = new Set(refused.map(({ line }) => line));
  const rows = given
    .filter(({ line }) => !lines.has(line))
    .map(({ consent, ...row }) => ({ ...row, ...consent }));
  if (rows.length === 0) return { stored: [], refused };
  const { rows: stored } = await sql<Stored>`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as g (line int, email text, name text, locale text,
        "timeZone" text, "userId" text, properties jsonb, basis text, at timestamptz, text text)),
    written as (
      insert into public.contacts as c (email, name, locale, time_zone, user_id, properties, consent_basis, consent_at, consent_text)
      select email, coalesce(name, ''), coalesce(locale, 'en'), "timeZone", "userId", jsonb_strip_nulls(coalesce(properties, '{}')),
        basis, case when basis is not null then coalesce(at, now()) end, case when basis is not null then text end
      from given
      on conflict (tenant_id, email) do update set
        name = coalesce((select g.name from given g where g.email = excluded.email), c.name),
        locale = coalesce((select g.locale from given g where g.email = excluded.email), c.locale),
        time_zone = coalesce(excluded.time_zone, c.time_zone),
        user_id = coalesce(excluded.user_id, c.user_id),
        properties = jsonb_strip_nulls(c.properties || coalesce((select g.properties from given g where g.email = excluded.email), '{}')),
        consent_basis = case when excluded.consent_at >= coalesce(c.consent_at, '-infinity') then excluded.consent_basis else c.consent_basis end,
        consent_text = case when excluded.consent_at >= coalesce(c.consent_at, '-infinity') then excluded.consent_text else c.consent_text end,
        consent_at = greatest(excluded.consent_at, c.consent_at),
        updated_at = now()
      returning c.id, c.email, c.created_at = now() as is_new)
    select g.line, w.id, w.is_new from written w join given g on g.email = w.email`
    .execute(tx)
    .catch((error: unknown) => {
      // Somebody else was given the same user id between the two statements.
      if ((error as { code?: string }).code === "23505") throw new AppError("conflict", TAKEN);
      throw error;
    });
  return { stored, refused };
};
