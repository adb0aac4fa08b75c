import { onDatabase, using } from "./connect.ts";
import { createDatabase, ensureSchemas, removeDatabase } from "./database.ts";
import { completePasswords, ensureRoles, type Passwords } from "./roles.ts";

type Options = { name?: string; passwords?: Partial<Passwords> };

/** `url` is role `postgres` (no superuser, bypasses RLS), the others see only what they need. */
export type PreparedDatabase = { url: string; liteUrl: string; engineUrl: string };

/** Serialises preparation: two stacks or test files may start at once on one server. */
const LOCK = 7_310_001;

const urlAs = (adminUrl: string, name: string, role: string, password: string) => {
  const url = new URL(onDatabase(adminUrl, name));
  url.username = role;
  url.password = password;
  return url.href;
};

/**
 * Makes the server and database `name` look like hosted Supabase before its first migration: roles,
 * schemas, extensions, grants, time-outs. May be repeated at every start. `adminUrl` is the superuser.
 */
export const prepareDatabase = async (
  adminUrl: string,
  { name = "app", passwords = {} }: Options = {},
): Promise<PreparedDatabase> => {
  const complete = completePasswords(adminUrl, passwords);
  await using(adminUrl, async (sql) => {
    await sql`select pg_advisory_lock(${LOCK})`;
    await ensureRoles(sql, complete);
    await createDatabase(sql, name);
    await using(onDatabase(adminUrl, name), ensureSchemas);
  });
  return {
    url: urlAs(adminUrl, name, "postgres", complete.postgres),
    liteUrl: urlAs(adminUrl, name, "lite_app", complete.liteApp),
    engineUrl: urlAs(adminUrl, name, "steward_engine", complete.engine),
  };
};

/** Copies a prepared database (about 50 ms); nobody may be connected to `from`. */
export const copyDatabase = (adminUrl: string, from: string, to: string): Promise<void> =>
  using(adminUrl, async (sql) => {
    await createDatabase(sql, to, from);
  });

/** Drops a database, connected clients or not; does nothing when there is none. */
export const dropDatabase = (adminUrl: string, name: string): Promise<void> =>
  using(adminUrl, (sql) => removeDatabase(sql, name));
