import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { migrate } from "../../lib/local/database/migrate.ts";
import {
  copyDatabase,
  dropDatabase,
  type PreparedDatabase,
  prepareDatabase,
} from "../../lib/local/database/prepare.ts";
import { lineOf, splitStatements } from "../../lib/local/database/statements.ts";
import { migrationsIn, query, scratch, startServer } from "./support/server.ts";

let server: Awaited<ReturnType<typeof startServer>>;
let database: PreparedDatabase;
let directory: ReturnType<typeof scratch>;
let count = 0;
let name = "";

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.end());

beforeEach(async () => {
  name = `case_${++count}`;
  database = await prepareDatabase(server.adminUrl, { name });
  directory = scratch();
  return () => directory.remove();
});

const HISTORY = "select * from supabase_migrations.schema_migrations order by version";

describe("migrate", () => {
  test("applies pending files in order, once, and records them as the Supabase CLI does", async () => {
    const dir = migrationsIn(directory.path, {
      "20260102000000_fill.sql": "insert into public.things values (1);",
      "20260101000000_create_things.sql": "-- Things.\ncreate table public.things (n int);\n",
      "notes.md": "not a migration",
    });
    const expected = ["20260101000000_create_things.sql", "20260102000000_fill.sql"];
    expect(await migrate(database.url, { dir })).toEqual(expected);
    expect(await migrate(database.url, { dir })).toEqual([]);
    expect(await query(database.url, HISTORY)).toEqual([
      {
        version: "20260101000000",
        name: "create_things",
        statements: ["-- Things.\ncreate table public.things (n int)"],
      },
      {
        version: "20260102000000",
        name: "fill",
        statements: ["insert into public.things values (1)"],
      },
    ]);
  });

  test("tells a failing file by name, line and Postgres' message, and leaves nothing of it", async () => {
    const dir = migrationsIn(directory.path, {
      "20260101000000_good.sql": "create table public.good (n int);",
      "20260102000000_bad.sql":
        "create table public.half (n int);\n\n-- Why.\nselect n\nfrom nowhere;\n",
    });
    await expect(migrate(database.url, { dir })).rejects.toThrow(
      /20260102000000_bad\.sql:5: relation "nowhere" does not exist .*\[42P01\]/,
    );
    const rows = await query(database.url, "select to_regclass('public.half') as half");
    expect(rows).toEqual([{ half: null }]);
    expect(await query(database.url, HISTORY)).toHaveLength(1);
  });

  test("two stacks that start at once apply each file once", async () => {
    const dir = migrationsIn(directory.path, {
      "20260101000000_once.sql": "create table public.once (n int); select pg_sleep(0.1);",
    });
    const applied = await Promise.all([
      migrate(database.url, { dir }),
      migrate(database.url, { dir }),
    ]);
    expect(applied.flat()).toEqual(["20260101000000_once.sql"]);
  });

  test("refuses a database that is ahead of the checkout", async () => {
    const dir = migrationsIn(directory.path, { "20260101000000_a.sql": "select 1;" });
    await migrate(database.url, { dir });
    const empty = scratch();
    await expect(migrate(database.url, { dir: empty.path })).rejects.toThrow(
      /has migration 20260101000000/,
    );
    empty.remove();
  });
});

describe("splitStatements", () => {
  test.each([
    ["quotes and comments", "select ';' -- ;\n, \"a;b\" /* ; */; select 2", 2],
    [
      "dollar quotes",
      "create function f() returns int as $x$ begin; $$ ; $$ end; $x$ language plpgsql; select 1;",
      2,
    ],
    ["escaped strings", "select E'it\\'s; ' ; select 'don''t;'", 2],
    [
      "standard SQL bodies",
      "create function f() returns int begin atomic select case when true then 1 end; end; select 1",
      2,
    ],
    ["comments alone", "-- nothing\n/* here; */\n", 0],
  ])("keeps %s whole", (_what, text, statements) => {
    expect(splitStatements(text)).toHaveLength(statements);
  });

  test("knows the line of each statement", () => {
    const file = "select 1;\n\n-- two\nselect 2;\n";
    expect(splitStatements(file).map((statement) => lineOf(file, statement))).toEqual([1, 4]);
  });
});

describe("prepareDatabase", () => {
  test("gives the app a role that is no superuser but passes Row Level Security, as hosted", async () => {
    const rows = await query(
      database.url,
      "select current_user::text as name, rolsuper, rolbypassrls from pg_roles where rolname = current_user",
    );
    expect(rows).toEqual([{ name: "postgres", rolsuper: false, rolbypassrls: true }]);
    await expect(query(database.url, "alter system set fsync = off")).rejects.toThrow(
      /permission denied/,
    );
  });

  test("keeps what a migration took back from new tables, however often the stack starts", async () => {
    await query(database.url, "create table public.before (n int)");
    await query(
      database.url,
      "alter default privileges in schema public revoke all on tables from anon, authenticated",
    );
    await prepareDatabase(server.adminUrl, { name });
    await query(database.url, "create table public.after (n int)");
    const rows = await query(
      database.url,
      `select has_table_privilege('anon', 'public.before', 'select') as before,
         has_table_privilege('anon', 'public.after', 'select') as after`,
    );
    expect(rows).toEqual([{ before: true, after: false }]);
  });

  test("gives the engine its own schema and nothing of the app's", async () => {
    await query(database.url, "create table public.secret (n int)");
    await query(
      database.engineUrl,
      "create table jobs (n int); insert into engine.jobs values (1)",
    );
    await expect(query(database.engineUrl, "select * from public.secret")).rejects.toThrow(
      /permission denied/,
    );
    await expect(query(database.engineUrl, "create schema other")).rejects.toThrow(
      /permission denied/,
    );
    await expect(query(database.liteUrl, "select * from engine.jobs")).rejects.toThrow(
      /permission denied/,
    );
  });

  test("limits the statements of people's requests in time, as hosted", async () => {
    const rows = await query(
      database.url,
      "select rolname, rolconfig::text as config from pg_roles where rolname in ('anon', 'authenticated') order by 1",
    );
    expect(rows).toEqual([
      { rolname: "anon", config: "{statement_timeout=3s}" },
      { rolname: "authenticated", config: "{statement_timeout=8s}" },
    ]);
  });

  test("a copy is as usable as its original, and goes away though somebody is connected", async () => {
    await query(
      database.url,
      "create table public.things (id uuid default extensions.gen_random_uuid())",
    );
    const copy = `${name}_copy`;
    await copyDatabase(server.adminUrl, name, copy);
    const url = new URL(`/${copy}`, database.url).href;
    const [row] = await query(
      url,
      "insert into public.things default values returning digest('x', 'md5') is not null as ok",
    );
    expect(row).toEqual({ ok: true });
    const waiting = query(url, "select pg_sleep(20)").catch(() => "cut");
    await expect
      .poll(() =>
        query(
          server.adminUrl,
          `select 1 from pg_stat_activity where datname = '${copy}' and query like '%sleep%'`,
        ),
      )
      .toHaveLength(1);
    await dropDatabase(server.adminUrl, copy);
    expect(await waiting).toBe("cut");
    expect(
      await query(server.adminUrl, `select 1 from pg_database where datname = '${copy}'`),
    ).toEqual([]);
  });

  test("refuses a database name that would need quoting", async () => {
    await expect(prepareDatabase(server.adminUrl, { name: 'a"; drop' })).rejects.toThrow(
      /plain lower-case/,
    );
  });
});
