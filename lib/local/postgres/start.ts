import { createServer } from "node:net";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findBinaries } from "./binaries.ts";
import { adminPassword, createCluster, versionOf } from "./cluster.ts";
import { claim, endLeftover } from "./leftover.ts";
import { chooseRunner } from "./runner.ts";
import { type Launch, launch, type Server } from "./server.ts";

type Options = {
  dataDir: string;
  /** TCP port on 127.0.0.1; 0 takes a free one. */
  port: number;
  /** `false` gives up durability for speed: throw-away test servers only. */
  fsync?: boolean;
  onLog?: (line: string) => void;
};

/** A running server. `adminUrl` is the superuser `supabase_admin` on database `postgres`. */
export type Postgres = {
  port: number;
  pid: number;
  adminUrl: string;
  /** Fast shutdown, immediate after 5 s, SIGKILL after 8 s; always resolves. */
  stop(): Promise<void>;
  /** Resolves with the exit code (null after a signal) when the server has ended for whatever reason. */
  exited: Promise<number | null>;
};

const freePort = () =>
  new Promise<number>((done, failed) => {
    const probe = createServer().once("error", failed);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => done(typeof address === "object" && address ? address.port : 0));
    });
  });

/** A killed postmaster's children need a moment to let go of the shared memory. */
const launchPatiently = async (options: Launch): Promise<Server> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await launch(options);
    } catch (error) {
      const busy = /shared memory block|lock file/.test(String(error));
      if (!busy || attempt === 50) throw error;
      await sleep(100);
    }
  }
};

const stopping =
  ({ child, exited }: Server) =>
  async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGINT");
    const immediate = setTimeout(() => child.kill("SIGQUIT"), 5_000);
    const forced = setTimeout(() => child.kill("SIGKILL"), 8_000);
    await exited;
    clearTimeout(immediate);
    clearTimeout(forced);
  };

/**
 * Starts Postgres on 127.0.0.1 over `dataDir`, making the data directory on first use and ending what a
 * killed predecessor left running. Throws an error whose message is one sentence that says what to do.
 */
export const startPostgres = async (options: Options): Promise<Postgres> => {
  const { fsync = true, onLog = () => undefined } = options;
  const dataDir = resolve(options.dataDir);
  const major = await versionOf(dataDir);
  const binaries = await findBinaries(major);
  const runner = await chooseRunner(dataDir);
  if (major === undefined) await createCluster({ dataDir, binaries, runner, fsync });
  const password = await adminPassword(dataDir);
  await endLeftover(dataDir);
  await claim(dataDir);
  const port = options.port || (await freePort());
  const server = await launchPatiently({ dataDir, port, fsync, binaries, runner, onLog });
  return {
    port,
    pid: server.pid,
    adminUrl: `postgres://supabase_admin:${password}@127.0.0.1:${port}/postgres`,
    stop: stopping(server),
    exited: server.exited,
  };
};
