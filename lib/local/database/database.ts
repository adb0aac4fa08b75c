import type { Admin } from "./connect.ts";

/**
 * What hosted Supabase gives new tables, sequences and functions in `public`. Applied once, in the
 * transaction that makes the schemas: a migration may take it back, and a later start must not undo that.
 */
const FIRST = `
  create schema extensions authorization postgres;
  alter default privileges for role postgres in schema public
    grant all on tables to anon, authenticated, service_role;
  alter default privileges for role postgres in schema public
    grant all on sequences to anon, authenticated, service_role;
  alter default privileges for role postgres in schema public
    grant all on functions to anon, authenticated, service_role;
`;

/** Safe to repeat at every start. */
const ALWAYS = `
  create schema if not exists auth authorization lite_app;
  create schema if not exists supabase_migrations authorization postgres;
  create schema if not exists engine authorization steward_engine;
  revoke all on schema engine from public, anon, authenticated, service_role;
  grant usage on schema auth to postgres with grant option;
  grant usage on schema public, extensions, auth to anon, authenticated, service_role, postgres, lite_app;
  create extension if not exists pgcrypto with schema extensions;
  create extension if not exists "uuid-ossp" with schema extensions;
  create extension if not exists pg_stat_statements with schema extensions;
`;

/** A name that needs no quoting; throws otherwise, so that names can stand in DDL. */
const safeName = (name: string) => {
  if (/^[a-z_][a-z0-9_]{0,62}$/.test(name)) return name;
  throw new RangeError(`"${name}" is not a plain lower-case database name.`);
};

/** Privileges and settings that belong to a database itself and are not copied with a template. */
const own = (name: string) => `
  revoke all on database ${name} from public;
  grant connect, temporary on database ${name} to postgres, lite_app, steward_engine;
  grant create on database ${name} to lite_app;
  alter database ${name} set search_path to "$user", public, extensions;
`;

/** Creates a database owned by `postgres`, empty or as a copy of `from`; false when it exists. */
export const createDatabase = async (sql: Admin, name: string, from?: string) => {
  const database = safeName(name);
  // Copying its files takes a third of the time that sending every page of it through the log takes.
  const template = from === undefined ? "" : `template ${safeName(from)} strategy file_copy`;
  const [found] = await sql`select 1 from pg_database where datname = ${database}`;
  if (!found) await sql.unsafe(`create database ${database} owner postgres ${template}`);
  await sql.unsafe(own(database));
  return !found;
};

/** Drops a database and cuts whoever is connected to it. */
export const removeDatabase = async (sql: Admin, name: string) => {
  await sql.unsafe(`drop database if exists ${safeName(name)} with (force)`);
};

/** Makes the schemas, extensions and grants that hosted Supabase has; `sql` is on that database. */
export const ensureSchemas = async (sql: Admin) => {
  await sql.begin(async (tx) => {
    const [prepared] = await tx`select 1 from pg_namespace where nspname = 'extensions'`;
    if (!prepared) await tx.unsafe(FIRST);
    await tx.unsafe(ALWAYS);
  });
};
