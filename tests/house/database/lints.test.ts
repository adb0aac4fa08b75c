import postgres from "postgres";
import { expect } from "vitest";
import { LINTS, type Lint } from "@/tests/house/database/lints";
import { test as base } from "@/tests/support/test";

const test = base.extend("db", { scope: "file" }, async ({ database }, { onCleanup }) => {
  const db = postgres(database, { max: 1, onnotice: () => {} });
  onCleanup(() => db.end());
  return db;
});

const findings = async (db: postgres.Sql, { sql }: Lint) =>
  (await db.unsafe<{ finding: string }[]>(sql)).map(({ finding }) => finding);

/** A table as somebody in a hurry makes it, broken in one way, and what the lint says about it. */
const BREAKS: [id: string, breakage: string, finding: RegExp][] = [
  ["TI-1", "create table public.bad (tenant_id uuid not null primary key)", /^bad$/],
  ["TI-1", "alter table public.workflows no force row level security", /^workflows$/],
  [
    "TI-1 partitions",
    "do $$ begin execute format('grant select on %s to authenticated', (select min(inhrelid::regclass::text) from pg_inherits where inhparent = 'public.runs'::regclass)); end $$",
    /^parts\.runs_\d+: select for authenticated$/,
  ],
  ["TI-2", "create table public.bad (id uuid primary key, tenant_id uuid not null)", /^bad$/],
  ["TI-2", "create table public.bad (tenant_id text primary key)", /^bad$/],
  [
    "TI-3",
    "create table public.bad (tenant_id uuid primary key, hook_id uuid references public.hooks (id))",
    /bad_hook_id_fkey/,
  ],
  [
    "TI-4",
    "create table public.bad (tenant_id uuid, email text unique, primary key (tenant_id, email))",
    /^bad_email_key$/,
  ],
  [
    "TI-5",
    "grant truncate on public.workflows to authenticated",
    /^workflows: truncate for authenticated$/,
  ],
  [
    "TI-5",
    "grant all on public.workflows to service_role",
    /^workflows: (truncate|trigger|references|maintain) for service_role$/,
  ],
  ["TI-5", "grant select on public.products to anon", /^products: select for anon$/],
  [
    "TI-5 defaults",
    "alter default privileges in schema public grant all on tables to authenticated",
    /by default for authenticated$/,
  ],
  [
    "TI-6 grants",
    "grant delete on public.workflows to authenticated",
    /^workflows: delete for authenticated$/,
  ],
  [
    "TI-6 grants",
    "grant insert (name) on public.products to authenticated",
    /^products: insert for authenticated$/,
  ],
  [
    "TI-6 policies",
    "create policy bad on public.workflows for select using ((select app.role_rank()) >= 1)",
    /^workflows: bad$/,
  ],
  [
    "TI-6 policies",
    "create policy bad on public.workflows for select to authenticated using (true)",
    /^workflows: bad$/,
  ],
  [
    "TI-6 policies",
    "create policy bad on public.workflows for update to authenticated using (name <> '')",
    /^workflows: bad$/,
  ],
  [
    "TI-6 policies",
    "create policy bad on public.workflows for select to authenticated using (tenant_id = app.tenant_id())",
    /^workflows: bad$/,
  ],
  ["TI-7", 'drop policy "tenant wall" on public.workflows', /^workflows$/],
  [
    "TI-8",
    "create function app.bad() returns integer language sql security definer set search_path = '' as 'select 1'; grant execute on function app.bad() to authenticated",
    /^app\.bad$/,
  ],
  [
    "TI-8",
    "create function public.bad() returns integer language sql as 'select 1'",
    /^public\.bad$/,
  ],
  ["TI-9", "create view public.bad as select * from public.workflows", /^bad$/],
  ["TI-9", "create materialized view public.bad as select * from public.workflows", /^bad$/],
  ["TI-10", "alter table public.products owner to authenticated", /^products$/],
  ["TI-11", "create publication bad for table public.workflows", /^bad: workflows$/],
  ["comments", "create table public.bad (tenant_id uuid primary key)", /^bad$/],
];

for (const lint of LINTS) {
  test(`${lint.id}: ${lint.rule}`, async ({ db }) => {
    expect(await findings(db, lint)).toEqual([]);
  });
}

for (const [id, breakage, finding] of BREAKS) {
  test(`the lint ${id} finds: ${breakage}`, async ({ db }) => {
    const lint = LINTS.find((one) => one.id === id);
    if (!lint) throw new Error(`There is no lint ${id}.`);
    const undo = new Error("undo");
    const broken = db.begin(async (tx) => {
      await tx.unsafe("grant create on schema public to authenticated").catch(() => undefined);
      await tx.unsafe(breakage);
      expect(await findings(tx as unknown as postgres.Sql, lint)).toContainEqual(
        expect.stringMatching(finding),
      );
      throw undo;
    });
    await expect(broken).rejects.toBe(undo);
    expect(await findings(db, lint)).toEqual([]);
  });
}

test("every lint is proven by a breakage", () => {
  const proven = new Set(BREAKS.map(([id]) => id));
  expect(LINTS.filter(({ id }) => !proven.has(id))).toEqual([]);
});
