import { startPostgres } from "../../../lib/local/postgres/start.ts";

/**
 * A process that keeps a Postgres server and hands on the limits it was started with. Arguments: the data directory
 * and the port, 0 for a free one. Prints its port; ends the server when its input ends.
 */
const [dataDir = "", port = "0"] = process.argv.slice(2);
const server = await startPostgres({ dataDir, port: Number(port), fsync: false });
process.stdout.write(`${server.port} ${server.adminUrl}\n`);
process.stdin.on("end", async () => {
  await server.stop();
  process.exit(0);
});
process.stdin.resume();
