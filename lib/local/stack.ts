import { setTimeout as sleep } from "node:timers/promises";
import { startClock } from "./clock.ts";
import { using } from "./database/connect.ts";
import { migrate } from "./database/migrate.ts";
import { prepareDatabase } from "./database/prepare.ts";
import type { EngineOptions } from "./engine/options.ts";
import { type Part, startPart } from "./part.ts";
import type { Ports } from "./ports.ts";
import { type Postgres, startPostgres } from "./postgres/start.ts";
import type { Secrets } from "./secrets.ts";
import { ensureAuthSchema } from "./supabase/app.ts";

export type StackOptions = {
  dataDir: string;
  ports: Ports;
  secrets: Secrets;
  /** `dev` serves the app with hot reload. */
  dev?: boolean;
  /** false for throw-away test stacks only. */
  fsync?: boolean;
  /** Comma-separated host:port the SSRF guard lets through. */
  outboundAllow?: string;
  /** Scales the engine's retry delays; 1 is the real table. */
  retryScale?: number;
  /** Further options of the engine, for tests and measurements. */
  engine?: Partial<EngineOptions>;
  /** Further variables of the app, for tests. */
  appEnv?: Record<string, string>;
  /** Resolves before the app starts; a build may run beside the other parts. */
  beforeApp?: Promise<void>;
  say: (line: string) => void;
  onLog: (part: string, line: string) => void;
};

export type Stack = {
  urls: Record<"app" | "supabase" | "database" | "engine" | "mailbox", string>;
  /** Process ids by part, for tests that kill them. */
  pids(): Record<string, number | undefined>;
  restarts(): Record<string, number>;
  stop(): Promise<void>;
};

const local = (port: number) => `http://127.0.0.1:${port}`;

/** Postgres, kept alive: whatever ends it, it is started again on the same data until `stop`. */
const keepPostgres = async ({ dataDir, ports, fsync = true, onLog }: StackOptions) => {
  const options = {
    dataDir: `${dataDir}/postgres`,
    port: ports.postgres,
    fsync,
    onLog: (line: string) => onLog("postgres", line),
  };
  let server: Postgres = await startPostgres(options);
  let stopping = false;
  let restarts = 0;
  const revive = async () => {
    for (let pause = 0; !stopping; ) {
      await server.exited;
      await sleep(pause);
      if (stopping) return;
      restarts += 1;
      onLog("postgres", "ended unexpectedly; starting it again");
      try {
        server = await startPostgres(options);
        pause = 0;
      } catch (error) {
        onLog("postgres", String(error));
        pause = Math.min(5_000, 100 + pause * 2);
      }
    }
  };
  const watching = revive();
  return {
    adminUrl: server.adminUrl,
    pid: () => server.pid,
    restarts: () => restarts,
    stop: async () => {
      stopping = true;
      await server.stop();
      await watching;
    },
  };
};

const appEnv = (
  { ports, secrets, outboundAllow = "", appEnv = {} }: StackOptions,
  databaseUrl: string,
) => ({
  NODE_ENV: "production",
  APP_URL: local(ports.app),
  DATABASE_URL: databaseUrl,
  DATABASE_PREPARE: "true",
  SUPABASE_URL: local(ports.supabase),
  SUPABASE_PUBLISHABLE_KEY: secrets.publishableKey,
  SUPABASE_SECRET_KEY: secrets.secretKey,
  STEWARD_SECRET: secrets.stewardSecret,
  INNGEST_DEV: "0",
  INNGEST_BASE_URL: local(ports.engine),
  INNGEST_EVENT_KEY: secrets.engineEventKey,
  INNGEST_SIGNING_KEY: secrets.engineSigningKey,
  INNGEST_SERVE_ORIGIN: local(ports.app),
  CRON_SECRET: secrets.cronSecret,
  RESEND_API_KEY: secrets.resendApiKey,
  RESEND_BASE_URL: local(ports.mailbox),
  RESEND_WEBHOOK_SECRET: secrets.resendWebhookSecret,
  AUTH_HOOK_SECRET: secrets.authHookSecret,
  STEWARD_OUTBOUND_ALLOW: outboundAllow,
  ...appEnv,
});

const gatewayConfig = ({ ports, secrets }: StackOptions, liteUrl: string, adminUrl: string) => ({
  port: ports.supabase,
  host: "127.0.0.1",
  liteUrl,
  adminUrl,
  jwtSecret: secrets.jwtSecret,
  signingJwk: secrets.signingJwk,
  publishableKey: secrets.publishableKey,
  secretKey: secrets.secretKey,
  siteUrl: local(ports.app),
  hookSecret: secrets.authHookSecret,
});

const mailboxConfig = ({ dataDir, ports, secrets }: StackOptions) => ({
  port: ports.mailbox,
  host: "127.0.0.1",
  dataDir: `${dataDir}/mailbox`,
  apiKey: secrets.resendApiKey,
  webhookUrl: `${local(ports.app)}/api/hooks/resend`,
  webhookSecret: secrets.resendWebhookSecret,
  rateLimitPerS: 100,
});

const engineConfig = (
  { ports, secrets, dev = false, retryScale = 1, engine = {} }: StackOptions,
  databaseUrl: string,
) => ({
  port: ports.engine,
  host: "127.0.0.1",
  databaseUrl,
  signingKey: secrets.engineSigningKey,
  eventKey: secrets.engineEventKey,
  token: secrets.engineToken,
  serveUrl: `${local(ports.app)}/api/inngest`,
  dev,
  retryScale,
  ...engine,
});

/** Waits until the app serves, reaches its parts, and the engine knows its functions. */
const waitReady = async (appUrl: string, engineUrl: string, token: string) => {
  const deadline = Date.now() + 60_000;
  let last = "";
  for (;;) {
    try {
      const ready = await fetch(`${appUrl}/api/health/ready`, {
        signal: AbortSignal.timeout(20_000),
      });
      const functions = await fetch(`${engineUrl}/api/functions`, {
        headers: { authorization: `Bearer ${token}` },
      });
      const known = ((await functions.json()) as { data?: unknown[] }).data ?? [];
      if (ready.ok && known.length > 0) return;
      last = ready.ok ? "the engine does not know the app's functions yet" : await ready.text();
    } catch (error) {
      last = String(error);
    }
    if (Date.now() > deadline) throw new Error(`The app is not ready after a minute: ${last}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};

/** Starts every part in order and resolves when all of them serve; a failure stops what was started. */
export const startStack = async (options: StackOptions): Promise<Stack> => {
  const { ports, secrets, say, onLog } = options;
  const postgres = await keepPostgres(options);
  const parts: Part[] = [];
  let stopClock = () => {};
  const stop = async () => {
    stopClock();
    for (const part of parts.toReversed()) await part.stop();
    await postgres.stop();
  };
  try {
    const { url, liteUrl, engineUrl } = await prepareDatabase(postgres.adminUrl, { name: "app" });
    await ensureAuthSchema(liteUrl, postgres.adminUrl);
    const applied = await migrate(url);
    // A machine that was off for weeks has no partition for today.
    await using(url, (sql) => sql`select app.ensure_partitions()`);
    say(
      `Postgres   127.0.0.1:${ports.postgres}${applied.length > 0 ? ` (${applied.length} migrations applied)` : ""}`,
    );
    const part = (name: string, entry: string, config: object, extra: object = {}) =>
      startPart({ name, entry, config, onLog, ...extra }).then((started) => {
        parts.push(started);
        say(`${name.padEnd(10)} ${local(ports[name as keyof Ports])}`);
      });
    await Promise.all([
      part(
        "supabase",
        "lib/local/supabase/main.ts",
        gatewayConfig(options, liteUrl, postgres.adminUrl),
      ),
      part("mailbox", "lib/local/mailbox/main.ts", mailboxConfig(options)),
      part("engine", "lib/local/engine/main.ts", engineConfig(options, engineUrl)),
    ]);
    await options.beforeApp;
    const env = { ...appEnv(options, url), ...(options.dev && { NODE_ENV: "development" }) };
    await part(
      "app",
      "lib/local/app/main.ts",
      { port: ports.app, host: "127.0.0.1", dev: options.dev ?? false },
      { env, readyMs: 120_000 },
    );
    await waitReady(local(ports.app), local(ports.engine), secrets.engineToken);
    stopClock = startClock({ appUrl: local(ports.app), cronSecret: secrets.cronSecret });
    return {
      urls: {
        app: local(ports.app),
        supabase: local(ports.supabase),
        database: url,
        engine: local(ports.engine),
        mailbox: local(ports.mailbox),
      },
      pids: () => ({
        postgres: postgres.pid(),
        ...Object.fromEntries(parts.map((p) => [p.name, p.pid()])),
      }),
      restarts: () => ({
        postgres: postgres.restarts(),
        ...Object.fromEntries(parts.map((p) => [p.name, p.restarts()])),
      }),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};
