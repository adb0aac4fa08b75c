import { createHash, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type Admin, onDatabase, using } from "../database/connect.ts";
import { createDatabase, ensureSchemas, removeDatabase } from "../database/database.ts";
import { createApp, ensureAuthSchema } from "./app.ts";

type Options = { liteUrl: string; adminUrl: string };
type Call = (path: string, body?: object) => Promise<{ status: number; body: unknown }>;

const DATABASE = "steward_self_test";
const LOCK = 7_310_003;
const KEYS = {
  publishableKey: `sb_publishable_${randomUUID()}`,
  secretKey: `sb_secret_${randomUUID()}`,
};

const WITHOUT_RLS = `
  set role postgres;
  create function public.who() returns text language sql stable as $$ select current_user::text $$;
  reset role;
`;

const FIXTURE = `
  set role postgres;
  create table public.closed (id int);
  insert into public.closed values (1);
  alter table public.closed enable row level security;
  create table public.columns (shown int, hidden int);
  insert into public.columns values (1, 2);
  alter table public.columns enable row level security;
  create policy "everyone reads" on public.columns for select using (true);
  revoke all on public.columns from anon, authenticated;
  grant select (shown) on public.columns to anon;
  create function public.kind(value jsonb) returns text language sql as $$ select jsonb_typeof(value) $$;
  create function public.refuse() returns void language plpgsql as $$ begin raise exception 'no'; end $$;
  create table public.names (name text);
  alter table public.names enable row level security;
  create policy "everyone reads" on public.names for select using (true);
  create function public.remember() returns trigger language plpgsql security definer set search_path = '' as $$
    begin insert into public.names values (new.raw_user_meta_data ->> 'full_name'); return new; end $$;
  create trigger remember after insert on auth.users for each row execute function public.remember();
  reset role;
`;

const callerOf =
  (app: ReturnType<typeof createApp>["app"]): Call =>
  async (path, body) => {
    const headers = { apikey: KEYS.publishableKey, "content-type": "application/json" };
    const init = body ? { method: "POST", body: JSON.stringify(body), headers } : { headers };
    const response = await app.fetch(new Request(`http://127.0.0.1${path}`, init), {
      peerAddress: null,
    });
    const text = await response.text();
    return { status: response.status, body: text ? JSON.parse(text) : null };
  };

const codeOf = ({ body }: { body: unknown }) => (body as { code?: unknown } | null)?.code;

/** Asked before any table has row security: lite then runs everything as the role it logged in with. */
const checkFirst = async (call: Call): Promise<[string, boolean][]> => {
  const who = await call("/rest/v1/rpc/who", {});
  return [["the first caller of all is anon", who.body === "anon"]];
};

/** Each check is a sentence and whether it holds. */
const check = async (call: Call): Promise<[string, boolean][]> => {
  const rows = await call("/rest/v1/closed");
  const hidden = await call("/rest/v1/columns?select=hidden");
  const shown = await call("/rest/v1/columns?select=shown");
  const kind = await call("/rest/v1/rpc/kind", { value: { a: 1 } });
  const refused = await call("/rest/v1/rpc/refuse", {});
  const account = {
    email: `${randomUUID()}@example.com`,
    password: randomUUID(),
    data: { full_name: "Ada" },
  };
  const signUp = await call("/auth/v1/signup", account);
  const names = await call("/rest/v1/names");
  return [
    ["a table without a policy shows anon nothing", JSON.stringify(rows.body) === "[]"],
    ["a revoked column answers 42501", codeOf(hidden) === "42501"],
    ["a granted column is readable", JSON.stringify(shown.body) === '[{"shown":1}]'],
    ["a jsonb argument arrives as an object", kind.body === "object"],
    ["raise exception answers 400 P0001", refused.status === 400 && codeOf(refused) === "P0001"],
    ["sign-up works", signUp.status === 200],
    ["sign-up metadata reaches a trigger", JSON.stringify(names.body) === '[{"name":"Ada"}]'],
  ];
};

const runIn = async (liteUrl: string, admin: Admin) => {
  const nothing = async () => undefined;
  const mailer = {
    sendConfirmation: nothing,
    sendRecovery: nothing,
    sendMagicLink: nothing,
    sendEmailChange: nothing,
    sendReauthentication: nothing,
  };
  const options = {
    liteUrl,
    ...KEYS,
    jwtSecret: randomUUID(),
    siteUrl: "http://127.0.0.1",
    mailer,
    connectionsMax: 2,
  };
  const failed: string[] = [];
  const first = createApp(options);
  try {
    const call = callerOf(first.app);
    const early = await checkFirst(call);
    await admin.unsafe(FIXTURE);
    await first.connection.clearSchemaCache();
    for (const [sentence, holds] of [...early, ...(await check(call))])
      if (!holds) failed.push(sentence);
  } finally {
    await first.connection.close();
  }
  // lite rewrites grants at the first request of a process; a second App stands for a restart.
  const second = createApp(options);
  try {
    const hidden = await callerOf(second.app)("/rest/v1/columns?select=hidden");
    if (codeOf(hidden) !== "42501") failed.push("a column grant survives a restart");
  } finally {
    await second.connection.close();
  }
  return failed;
};

/** What the outcome depends on: lite's version and our own way of driving it. */
const fingerprint = () => {
  const require = createRequire(import.meta.url);
  // The only file of the package that can be resolved by itself; it lies in dist/static/.vite.
  const manifest = require.resolve("@supabase/lite/dist/manifest.json");
  const { version } = require(join(dirname(manifest), "..", "..", "..", "package.json"));
  const hash = createHash("sha256").update(String(version));
  for (const file of ["connection.ts", "app.ts", "auth-schema.ts", "self-test.ts"])
    hash.update(readFileSync(new URL(file, import.meta.url)));
  return hash.digest("hex");
};

const passed = async (sql: Admin, key: string) => {
  await sql`create schema if not exists steward`;
  await sql`create table if not exists steward.self_test (key text primary key, passed_at timestamptz default now())`;
  const rows = await sql`select 1 from steward.self_test where key = ${key}`;
  return rows.length > 0;
};

/**
 * Proves in a scratch database that tenants are walled off by the lite that is installed, because our mends
 * reach into private members of it. Throws one sentence that names what does not hold. A pass is remembered in
 * the server per version; the test runs again when lite or our part changes.
 */
export const selfTest = ({ liteUrl, adminUrl }: Options): Promise<void> =>
  using(adminUrl, async (sql) => {
    await sql`select pg_advisory_lock(${LOCK})`;
    const key = fingerprint();
    if (await passed(sql, key)) return;
    const scratch = onDatabase(liteUrl, DATABASE);
    try {
      await removeDatabase(sql, DATABASE);
      await createDatabase(sql, DATABASE);
      const failed = await using(onDatabase(adminUrl, DATABASE), async (admin) => {
        await ensureSchemas(admin);
        await ensureAuthSchema(scratch, adminUrl);
        await admin.unsafe(WITHOUT_RLS);
        return runIn(scratch, admin);
      });
      if (failed.length > 0)
        throw new Error(
          `with the installed @supabase/lite these do not hold: ${failed.join("; ")}.`,
        );
      await sql`insert into steward.self_test (key) values (${key}) on conflict do nothing`;
    } finally {
      await removeDatabase(sql, DATABASE);
    }
  });
