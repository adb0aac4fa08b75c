import { once } from "node:events";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import { createFunctions } from "../functions/proxy.ts";
import { createApp } from "./app.ts";
import { createMailHook } from "./auth/mail-hook.ts";
import { createAuthRoute } from "./auth/route.ts";
import type { Config } from "./config.ts";
import { createForward } from "./forward.ts";
import { createHttpServer } from "./http.ts";
import { createRouter } from "./router.ts";
import { createTokens } from "./tokens.ts";

export type Log = (level: "debug" | "info" | "warn" | "error", message: string) => void;

export type Gateway = { url: string; close(): Promise<void> };

const PROJECT_ROOT = fileURLToPath(new URL("../../..", import.meta.url));

const connect = (url: string) =>
  postgres(url, { max: 4, onnotice: () => undefined, connect_timeout: 5 });

/** The variables hosted edge functions find, and ours. */
const functionEnv = (config: Config, url: string) => ({
  SUPABASE_URL: url,
  SUPABASE_ANON_KEY: config.publishableKey,
  SUPABASE_SERVICE_ROLE_KEY: config.secretKey,
  SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: config.publishableKey }),
  SUPABASE_SECRET_KEYS: JSON.stringify({ default: config.secretKey }),
  ...config.functionEnv,
});

/** Everything behind the server; `url` is asked for late because port 0 is known only once it listens. */
const assemble = async (config: Config, url: () => string, log: Log) => {
  const sql = connect(config.liteUrl);
  const hook = createMailHook({ sql, siteUrl: config.siteUrl, hookSecret: config.hookSecret });
  const { app, connection } = createApp({ ...config, mailer: hook.mailer });
  const tokens = await createTokens({ ...config, issuer: () => `${url()}/auth/v1` });
  const forward = createForward(app, tokens);
  const functions = createFunctions({
    projectRoot: config.projectRoot ?? PROJECT_ROOT,
    env: () => functionEnv(config, url()),
    onLog: (name, line) => log("info", `function ${name}: ${line}`),
  });
  const handler = createRouter({
    sql,
    secretKey: config.secretKey,
    jwks: tokens.jwks,
    forward,
    auth: createAuthRoute({ ...config, sql, hook, tokens, forward }),
    functions,
    clearSchemaCache: () => connection.clearSchemaCache(),
  });
  const close = async () => {
    functions.stop();
    await Promise.all([sql.end({ timeout: 1 }), connection.kysely.destroy()]);
  };
  return { handler, close };
};

/** Starts the gateway; resolves when it serves. Rejects with Node's error when the port cannot be had. */
export const createGateway = async (config: Config, log: Log): Promise<Gateway> => {
  let url = `http://${config.host}:${config.port}`;
  const { handler, close } = await assemble(config, () => url, log);
  const server = createHttpServer(
    handler,
    () => url,
    (error) => log("error", error instanceof Error ? String(error.stack) : String(error)),
  );
  try {
    server.listen(config.port, config.host);
    await once(server, "listening");
  } catch (error) {
    await close();
    throw error;
  }
  const address = server.address();
  if (typeof address === "object" && address) url = `http://${config.host}:${address.port}`;
  return {
    url,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await close();
    },
  };
};
