import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres } from "../postgres/start.ts";
import { ensureAuthSchema } from "../supabase/app.ts";
import { migrate } from "./migrate.ts";
import { prepareDatabase } from "./prepare.ts";

/** `npm run db:types`: writes lib/infra/db/types.ts from a freshly migrated throw-away database. */
const folder = mkdtempSync(join(tmpdir(), "steward-types-"));
const server = await startPostgres({ dataDir: join(folder, "data"), port: 0, fsync: false });
try {
  const { url, liteUrl } = await prepareDatabase(server.adminUrl);
  await ensureAuthSchema(liteUrl, server.adminUrl);
  await migrate(url);
  const { status } = spawnSync(
    "kysely-codegen",
    [
      "--dialect",
      "postgres",
      "--url",
      url,
      "--default-schema",
      "public",
      "--include-pattern",
      "(public|app).*",
      "--camel-case",
      "--out-file",
      "lib/infra/db/types.ts",
    ],
    { stdio: "inherit" },
  );
  process.exitCode = status ?? 1;
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
