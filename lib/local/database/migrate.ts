import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import postgres from "postgres";
import { AppError } from "../../core/errors.ts";
import { type Admin, using } from "./connect.ts";
import { lineOf, type Statement, splitStatements } from "./statements.ts";

type Migration = { version: string; name: string; file: string };

/** Two stacks that start at once on one database take turns. */
const LOCK = 7_310_002;

/** The Supabase CLI's table, so that `supabase db push` and `migration list` agree with us. */
const HISTORY = `
  create schema if not exists supabase_migrations;
  create table if not exists supabase_migrations.schema_migrations (
    version text not null primary key,
    statements text[],
    name text
  );
`;

const readMigrations = async (dir: string): Promise<Migration[]> => {
  const files = (await readdir(dir)).filter((file) => file.endsWith(".sql")).sort();
  return files.flatMap((file) => {
    const [, version, name] = /^(\d+)_(.+)\.sql$/.exec(file) ?? [];
    return version && name ? [{ version, name, file }] : [];
  });
};

const failure = (dir: string, file: string, line: number, error: unknown) => {
  if (!(error instanceof postgres.PostgresError)) return error;
  const extra = [error.detail, error.hint].filter(Boolean).join(" ");
  const say = `${join(dir, file)}:${line}: ${error.message}${extra && ` (${extra})`} [${error.code}]`;
  return new AppError("internal", say, { cause: error });
};

const runStatement = async (tx: Pick<Admin, "unsafe">, statement: Statement) => {
  await tx.unsafe(statement.text);
};

const apply = async (sql: Admin, dir: string, { version, name, file }: Migration) => {
  const source = await readFile(join(dir, file), "utf8");
  const statements = splitStatements(source);
  await sql.begin(async (tx) => {
    for (const statement of statements) {
      await runStatement(tx, statement).catch((error) => {
        const position = Number(error?.position) || undefined;
        throw failure(dir, file, lineOf(source, statement, position), error);
      });
    }
    const texts = statements.map((statement) => statement.text);
    await tx`
      insert into supabase_migrations.schema_migrations (version, name, statements)
      values (${version}, ${name}, ${texts})`;
  });
};

const refuseUnknown = (applied: string[], known: Migration[]) => {
  const versions = new Set(known.map((migration) => migration.version));
  const unknown = applied.find((version) => !versions.has(version));
  if (unknown === undefined) return;
  const say = `The database has migration ${unknown}, which this checkout does not: use the newer checkout, or another data directory.`;
  throw new AppError("conflict", say);
};

/**
 * Applies the pending files of `dir` in the order of their names, each in one transaction, as the role in
 * `url`, and returns their names. A failing file changes nothing and is told as `file:line: message`.
 */
export const migrate = (
  url: string,
  { dir = "supabase/migrations" }: { dir?: string } = {},
): Promise<string[]> =>
  using(url, async (sql) => {
    const migrations = await readMigrations(dir);
    await sql`select pg_advisory_lock(${LOCK})`;
    await sql.unsafe(HISTORY);
    const rows = await sql<{ version: string }[]>`
      select version from supabase_migrations.schema_migrations order by version`;
    const applied = new Set(rows.map((row) => row.version));
    refuseUnknown([...applied], migrations);
    const pending = migrations.filter((migration) => !applied.has(migration.version));
    for (const migration of pending) {
      await apply(sql, dir, migration);
      // A migration may change the session, for example its search path or its role.
      await sql`reset all`;
    }
    return pending.map((migration) => migration.file);
  });
