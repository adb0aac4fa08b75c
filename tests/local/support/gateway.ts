import { type ChildProcess, spawn } from "node:child_process";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createInterface } from "node:readline";
import { createClient } from "@supabase/supabase-js";
import { migrate } from "../../../lib/local/database/migrate.ts";
import { prepareDatabase } from "../../../lib/local/database/prepare.ts";
import { ensureAuthSchema } from "../../../lib/local/supabase/app.ts";
import { type Captured, startCapture } from "../../support/capture.ts";
import { migrationsIn, scratch, startServer } from "./server.ts";

const FIXTURE = `
  create table public.notes (
    id int primary key generated always as identity,
    owner uuid not null default auth.uid() references auth.users on delete cascade,
    body text not null check (body <> 'forbidden'),
    amount numeric,
    at timestamptz not null default '2026-01-02 03:04:05.678+00'
  );
  alter table public.notes enable row level security;
  create policy "people see their own" on public.notes to authenticated
    using (owner = (select auth.uid())) with check (owner = (select auth.uid()));
  create table public.closed (n int);
  insert into public.closed values (1);
  alter table public.closed enable row level security;
  create table public.seen (name text, invited boolean);
  create function public.remember() returns trigger language plpgsql security definer set search_path = '' as $$
    begin
      insert into public.seen values (new.raw_user_meta_data ->> 'full_name', new.invited_at is not null);
      return new;
    end $$;
  create trigger remember after insert on auth.users for each row execute function public.remember();
  create function public.whoami() returns jsonb language sql stable as $$
    select jsonb_build_object('uid', auth.uid(), 'role', auth.role(), 'email', auth.email(), 'user', current_user)
  $$;
  create function public.kind(value jsonb) returns text language sql immutable as $$ select jsonb_typeof(value) $$;
  create function public.refuse(code text) returns void language plpgsql as $$
    begin raise exception using errcode = code, message = 'refused', detail = 'because', hint = 'try less'; end $$;
  create function public.slow() returns text language sql volatile as $$ select pg_sleep(6)::text $$;
`;

const CLIENT = { auth: { persistSession: false, autoRefreshToken: false } };

const keys = () => ({
  jwtSecret: randomBytes(32).toString("hex"),
  signingJwk: {
    ...generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" }),
    kid: "test-key",
    alg: "ES256",
  },
  publishableKey: `sb_publishable_${randomBytes(16).toString("hex")}`,
  secretKey: `sb_secret_${randomBytes(16).toString("hex")}`,
  hookSecret: `v1,whsec_${randomBytes(24).toString("base64")}`,
});

export type GatewayProcess = {
  url: string;
  child: ChildProcess;
  log: string[];
  ended: Promise<number | null>;
};

/** Runs the gateway's entry and waits for its ready line, or for its end; `url` is empty in the latter case. */
export const runGateway = async (config: object): Promise<GatewayProcess> => {
  const child = spawn(process.execPath, ["lib/local/supabase/main.ts"], {
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, STEWARD_PART: JSON.stringify(config) },
  });
  const log: string[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => log.push(line));
  const ended = new Promise<number | null>((done) => child.once("close", done));
  const ready = new Promise<string>((done) => {
    createInterface({ input: child.stdout }).once("line", (line) =>
      done(line.replace(/^ready /, "")),
    );
  });
  const url = await Promise.race([ready, ended.then(() => "")]);
  return { url, child, log, ended };
};

/** Postgres, the fixture's schema, an app that receives auth mails, and the gateway's process. */
export const startGateway = async ({ projectRoot }: { projectRoot?: string } = {}) => {
  const server = await startServer();
  const database = await prepareDatabase(server.adminUrl);
  await ensureAuthSchema(database.liteUrl, server.adminUrl);
  const migrations = scratch();
  await migrate(database.url, {
    dir: migrationsIn(migrations.path, { "20260101000000_fixture.sql": FIXTURE }),
  });
  migrations.remove();
  let status = (_request: Captured) => 200;
  const app = await startCapture((request) => ({ status: status(request) }));
  const config = {
    port: 0,
    liteUrl: database.liteUrl,
    adminUrl: server.adminUrl,
    siteUrl: app.url,
    functionEnv: { GREETING: "hello" },
    ...keys(),
    ...(projectRoot && { projectRoot }),
  };
  const gateway = await runGateway(config);
  if (!gateway.url) {
    await app.close();
    await server.end();
    throw new Error(gateway.log.join("\n"));
  }
  const client = (key = config.publishableKey) => createClient(gateway.url, key, CLIENT);
  return {
    ...gateway,
    config,
    server,
    database,
    client,
    admin: () => client(config.secretKey).auth.admin,
    mails: app.requests,
    /** The newest mail's payload. */
    lastMail: () => JSON.parse(app.requests.at(-1)?.body ?? "null"),
    /** What the app's hook answers from now on. */
    hookAnswers: (answer: (request: Captured) => number) => {
      status = answer;
    },
    end: async () => {
      gateway.child.kill("SIGTERM");
      await gateway.ended;
      await app.close();
      await server.end();
    },
  };
};

export type TestGateway = Awaited<ReturnType<typeof startGateway>>;

export const PASSWORD = "correct horse battery";

let people = 0;

/** A new address nobody has used. */
export const newEmail = () => `person-${++people}-${process.pid}@example.com`;

/** A confirmed person, signed in. */
export const newPerson = async (gateway: TestGateway) => {
  const email = newEmail();
  const { error } = await gateway
    .admin()
    .createUser({ email, password: PASSWORD, email_confirm: true });
  if (error) throw error;
  const client = gateway.client();
  const { data, error: refused } = await client.auth.signInWithPassword({
    email,
    password: PASSWORD,
  });
  if (refused) throw refused;
  return { email, client, id: data.user.id, token: data.session.access_token };
};
