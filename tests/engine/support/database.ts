import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { startPostgres } from "../../../lib/local/postgres/start.ts";

let count = 0;

/** A throw-away Postgres server. `database()` makes an empty database on it and answers its URL. */
export const throwAwayPostgres = async ({ fsync = false } = {}) => {
  const directory = await mkdtemp(join(tmpdir(), "engine-"));
  const dataDir = join(directory, "pg");
  let server = await startPostgres({ dataDir, port: 0, fsync });
  const admin = postgres(server.adminUrl, { max: 1, onnotice: () => {} });
  return {
    server: () => server,
    /** Stops the server, or kills it with -9, and starts it again after `awayMs` on the same port. */
    restart: async (awayMs: number, { kill = false } = {}) => {
      if (kill) process.kill(server.pid, "SIGKILL");
      await (kill ? server.exited : server.stop());
      await new Promise((resolve) => setTimeout(resolve, awayMs));
      server = await startPostgres({ dataDir, port: server.port, fsync });
    },
    database: async (): Promise<string> => {
      const name = `engine_${process.pid}_${count++}`;
      await admin`create database ${admin(name)}`;
      return new URL(`/${name}`, server.adminUrl).href;
    },
    stop: async () => {
      await admin.end({ timeout: 1 });
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
};
