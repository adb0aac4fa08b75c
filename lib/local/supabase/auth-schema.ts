import { getAuthSchemaSql } from "@supabase/lite";
import { onDatabase, using } from "../database/connect.ts";

const claim = (name: string) =>
  `coalesce(nullif(current_setting('request.jwt.claim.${name}', true), ''), nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> '${name}')`;

/**
 * Hosted Supabase's definitions. lite's own read the old settings only, so tests and direct SQL that set
 * `request.jwt.claims` would see nobody.
 */
const FUNCTIONS = `
  create or replace function auth.uid() returns uuid language sql stable as $$ select ${claim("sub")}::uuid $$;
  create or replace function auth.role() returns text language sql stable as $$ select ${claim("role")} $$;
  create or replace function auth.email() returns text language sql stable as $$ select ${claim("email")} $$;
  create or replace function auth.jwt() returns jsonb language sql stable as $$
    select coalesce(nullif(current_setting('request.jwt.claim', true), ''), nullif(current_setting('request.jwt.claims', true), ''))::jsonb
  $$;
  alter function auth.uid() owner to lite_app;
  alter function auth.role() owner to lite_app;
  alter function auth.email() owner to lite_app;
  alter function auth.jwt() owner to lite_app;
  grant execute on function auth.uid(), auth.role(), auth.email(), auth.jwt() to public;
`;

const GRANTS = `
  grant usage on schema auth to anon, authenticated, service_role, postgres;
  grant all on all tables in schema auth to postgres;
`;

/**
 * Makes schema `auth` in the database of `liteUrl`: lite's tables, owned by `lite_app`, with the functions and
 * grants of hosted Supabase. Migrations refer to `auth.users`, so this comes before them. May be repeated.
 */
export const ensureAuthSchema = (liteUrl: string, adminUrl: string): Promise<void> => {
  const database = new URL(liteUrl).pathname.slice(1);
  return using(onDatabase(adminUrl, database), async (sql) => {
    await sql.begin(async (tx) => {
      await tx`set local role lite_app`;
      await tx.unsafe(getAuthSchemaSql(false));
      await tx`reset role`;
      await tx.unsafe(FUNCTIONS + GRANTS);
    });
  });
};
