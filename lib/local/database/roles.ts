import { createHmac } from "node:crypto";
import type { Admin } from "./connect.ts";

/** Login roles and their passwords; a missing one is derived from the superuser's password. */
export type Passwords = { postgres: string; liteApp: string; engine: string };

/** Hosted Supabase's roles, our gateway's (`lite_app`) and the engine's. */
const ROLES = {
  anon: "nologin noinherit",
  authenticated: "nologin noinherit",
  service_role: "nologin noinherit bypassrls",
  postgres: "login createdb createrole bypassrls replication",
  // With noinherit the gateway would see no tables.
  lite_app: "login inherit",
  steward_engine: "login",
};

/** As hosted: what people's requests may take, in the role they log in with or switch to. */
const SETTINGS = `
  alter role anon set statement_timeout = '3s';
  alter role authenticated set statement_timeout = '8s';
  alter role lite_app set statement_timeout = '8s';
  alter role lite_app set lock_timeout = '8s';
  alter role lite_app set idle_in_transaction_session_timeout = '60s';
  alter role postgres set search_path to "$user", public, extensions;
  alter role lite_app set search_path to "$user", public, extensions;
  alter role steward_engine set search_path to engine;
  grant anon, authenticated, service_role to lite_app;
  grant anon, authenticated, service_role to postgres with admin option;
  grant pg_monitor, pg_signal_backend, pg_read_all_data to postgres;
`;

/** Fills in the passwords the caller does not give, always the same for the same superuser's password. */
export const completePasswords = (adminUrl: string, given: Partial<Passwords>): Passwords => {
  const { password } = new URL(adminUrl);
  const derive = (role: string) => createHmac("sha256", password).update(role).digest("hex");
  return {
    postgres: given.postgres ?? derive("postgres"),
    liteApp: given.liteApp ?? derive("lite_app"),
    engine: given.engine ?? derive("steward_engine"),
  };
};

/** Creates or corrects the server's roles; `sql` is the superuser's connection. */
export const ensureRoles = async (sql: Admin, passwords: Passwords) => {
  const existing = await sql<{ rolname: string }[]>`select rolname from pg_roles`;
  const known = new Set(existing.map((row) => row.rolname));
  const statements = Object.entries(ROLES).map(([role, attributes]) =>
    known.has(role) ? `alter role ${role} with ${attributes}` : `create role ${role} ${attributes}`,
  );
  const logins = [
    ["postgres", passwords.postgres],
    ["lite_app", passwords.liteApp],
    ["steward_engine", passwords.engine],
  ] as const;
  const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
  for (const [role, password] of logins)
    statements.push(`alter role ${role} password ${quoted(password)}`);
  await sql.unsafe(`${statements.join(";\n")};\n${SETTINGS}`);
};
