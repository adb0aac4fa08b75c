import { randomBytes } from "node:crypto";
import { createEngine } from "../../lib/local/engine/create.ts";
import { throwAwayPostgres } from "../engine/support/database.ts";
import type { Keys } from "../engine/support/harness.ts";

/** The server that is measured. */
export type Target = { url: string; own: boolean; keys: Keys; close: () => Promise<void> };

const hex = (bytes: number) => randomBytes(bytes).toString("hex");

/** A server that runs already. */
export const foreignTarget = (url: string, keys: Keys): Target => ({
  url: url.replace(/\/$/, ""),
  own: false,
  keys,
  close: async () => {},
});

/** Our engine on a Postgres that is thrown away afterwards; waits between tries are short. */
export const ownTarget = async (serveUrl: string): Promise<Target> => {
  const keys = { signingKey: `signkey-prod-${hex(32)}`, eventKey: hex(12) };
  const postgres = await throwAwayPostgres();
  const engine = await createEngine(
    {
      ...keys,
      databaseUrl: await postgres.database(),
      token: hex(12),
      serveUrl,
      port: 0,
      retryScale: 0.004,
      appProbeMs: [50, 200],
    },
    { random: () => 0 },
  );
  return {
    url: engine.url,
    own: true,
    keys,
    close: async () => {
      await engine.close();
      await postgres.stop();
    },
  };
};
