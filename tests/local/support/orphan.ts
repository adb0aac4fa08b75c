import { startPostgres } from "../../../lib/local/postgres/start.ts";

// A parent for tests to kill: starts Postgres in the directory it is told and says its pid.
const [, , dataDir = ""] = process.argv;
const server = await startPostgres({ dataDir, port: 0, fsync: false });
process.stdout.write(`${server.pid}\n`);
