import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportJWK, generateKeyPair, type JWK } from "jose";
import type { TestProject } from "vitest/node";
import { migrate } from "../../lib/local/database/migrate.ts";
import { prepareDatabase } from "../../lib/local/database/prepare.ts";
import { startPostgres } from "../../lib/local/postgres/start.ts";
import { ensureAuthSchema } from "../../lib/local/supabase/auth-schema.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Superuser on database `postgres` of the throw-away server. */
    adminUrl: string;
    /** The migrated database `app` as role `postgres`. Nobody may stay connected: files copy it. */
    databaseUrl: string;
    /** Private ES256 key that signs access tokens, standing in for Supabase Auth's. */
    signingJwk: JWK;
  }
}

/** Starts one Postgres for the whole run, migrates it, and takes it away at the end. */
export default async ({ provide }: TestProject) => {
  const folder = mkdtempSync(join(tmpdir(), "steward-db-"));
  const server = await startPostgres({ dataDir: join(folder, "data"), port: 0, fsync: false });
  const remove = async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const { url, liteUrl } = await prepareDatabase(server.adminUrl);
    await ensureAuthSchema(liteUrl, server.adminUrl);
    await migrate(url);
    const { privateKey } = await generateKeyPair("ES256", { extractable: true });
    provide("adminUrl", server.adminUrl);
    provide("databaseUrl", url);
    provide("signingJwk", { ...(await exportJWK(privateKey)), kid: "test", alg: "ES256" });
  } catch (error) {
    await remove();
    throw error;
  }
  return remove;
};
