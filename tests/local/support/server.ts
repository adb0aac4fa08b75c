import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { type Postgres, startPostgres } from "../../../lib/local/postgres/start.ts";

/** A directory of the test's own; `remove` deletes it. */
export const scratch = () => {
  const path = mkdtempSync(join(tmpdir(), "steward-local-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};

/** A throw-away server without durability; `end` stops it and deletes its data. */
export const startServer = async (): Promise<
  Postgres & { dataDir: string; end(): Promise<void> }
> => {
  const { path, remove } = scratch();
  const dataDir = join(path, "data");
  const server = await startPostgres({ dataDir, port: 0, fsync: false });
  const end = async () => {
    await server.stop();
    remove();
  };
  return { ...server, dataDir, end };
};

/** Runs one piece of SQL on a connection of its own and gives its rows. */
export const query = async (url: string, text: string): Promise<Record<string, unknown>[]> => {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    return await sql.unsafe(text);
  } finally {
    await sql.end({ timeout: 1 });
  }
};

/** A folder of migrations: file name → SQL. */
export const migrationsIn = (directory: string, files: Record<string, string>): string => {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  return directory;
};
