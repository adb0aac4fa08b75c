import postgres from "postgres";
import type { Session } from "./log.ts";
import { MIGRATIONS } from "./migrations.ts";

/** The advisory lock that makes one engine of a database the writer. */
const LOCK = [8288, 1];
const ROLES_WITHOUT_ACCESS = ["anon", "authenticated"];

export type Database = postgres.Sql<{ bigint: number }>;

const bigint = { to: 20, from: [20], parse: Number, serialize: String };

/** A pool for reads. */
export const openReader = (url: string): Database =>
  postgres(url, {
    max: 2,
    onnotice: () => {},
    types: { bigint },
    connection: { application_name: "steward-engine-read" },
  });

/** The one session that may hold the lock. `onLost` is called once when the connection goes. */
export const openWriter = (url: string, onLost: () => void): Database =>
  postgres(url, {
    max: 1,
    idle_timeout: 0,
    max_lifetime: null,
    connect_timeout: 10,
    onnotice: () => {},
    onclose: onLost,
    types: { bigint },
    connection: { application_name: "steward-engine", synchronous_commit: "on" } as Record<
      string,
      string
    >,
  });

/** Prepares each distinct statement once; their number is small because a statement's text tells only which tables it writes. */
export const sessionOf = (sql: Database): Session => ({
  run: (statement, parameters) => sql.unsafe(statement, parameters, { prepare: true }),
});

export const tryLock = async (sql: Database): Promise<boolean> => {
  const [row] =
    await sql`select pg_try_advisory_lock(${LOCK[0] ?? 0}::int4, ${LOCK[1] ?? 0}::int4) as held`;
  return row?.held === true;
};

/** Makes the schema `engine` what this version needs. Call only while holding the lock. */
export const migrateEngine = async (sql: Database): Promise<void> => {
  const [schema] = await sql`select 1 from pg_namespace where nspname = 'engine'`;
  if (!schema) await sql`create schema engine`;
  await sql.begin(async (tx) => {
    await tx`revoke all on schema engine from public`;
    const roles =
      await tx`select rolname from pg_roles where rolname in ${tx(ROLES_WITHOUT_ACCESS)}`;
    for (const { rolname } of roles) await tx`revoke all on schema engine from ${tx(rolname)}`;
    await tx`create table if not exists engine.migration (number int4 primary key, at timestamptz not null default now())`;
    const [done] = await tx`select coalesce(max(number), 0)::int4 as number from engine.migration`;
    for (let number = (done?.number ?? 0) + 1; number <= MIGRATIONS.length; number++) {
      await tx.unsafe(MIGRATIONS[number - 1] ?? "");
      await tx`insert into engine.migration (number) values (${number})`;
    }
  });
};

/** Begins a new epoch: whoever wrote before cannot write any more. */
export const takeOver = async (sql: Database): Promise<number> => {
  const [row] = await sql`update engine.meta set epoch = epoch + 1 returning epoch`;
  return Number(row?.epoch);
};
