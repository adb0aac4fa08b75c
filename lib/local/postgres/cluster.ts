import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AppError } from "../../core/errors.ts";
import type { Binaries } from "./binaries.ts";
import { explain } from "./failure.ts";
import { command, handOver, type Runner } from "./runner.ts";

/** The superuser's password lies inside the data directory, so that the two are always moved together. */
const PASSWORD_FILE = "steward.password";

type Cluster = { dataDir: string; binaries: Binaries; runner: Runner; fsync: boolean };

/** The major version a data directory was made with, or nothing when there is none yet. */
export const versionOf = async (dataDir: string): Promise<number | undefined> => {
  const text = await readFile(join(dataDir, "PG_VERSION"), "utf8").catch((error) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
    throw explain([String(error)], dataDir, 0);
  });
  if (text !== undefined) return Number.parseInt(text, 10);
  const entries = await readdir(dataDir).catch(() => []);
  if (entries.length === 0) return undefined;
  throw new AppError(
    "unavailable",
    `${dataDir} holds files but no Postgres data (PG_VERSION is missing): restore the directory from a backup, or move it away to start empty.`,
  );
};

const initdb = (
  { binaries, runner, fsync }: Cluster,
  target: string,
  pwfile: string,
  ctype: string,
) => {
  // The built-in provider sorts by code point and knows Unicode letters without the system's locales.
  const provider =
    binaries.major >= 17 ? ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] : [];
  const { file, args, ids } = command(runner, binaries.initdb, [
    `--pgdata=${target}`,
    `--pwfile=${pwfile}`,
    "--username=supabase_admin",
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    `--lc-ctype=${ctype}`,
    ...provider,
    "--no-instructions",
    ...(fsync ? [] : ["--no-sync"]),
  ]);
  return new Promise<{ code: number | null; output: string[] }>((resolve) => {
    const output: string[] = [];
    const child = spawn(file, args, { ...ids, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk) => output.push(...String(chunk).trimEnd().split("\n")));
    child.on("error", (error) => resolve({ code: -1, output: [String(error)] }));
    child.on("close", (code) => resolve({ code, output }));
  });
};

const makeIn = async (cluster: Cluster, target: string, password: string) => {
  const pwfile = `${target}.password`;
  await writeFile(pwfile, password, { mode: 0o600 });
  await handOver(pwfile, cluster.runner);
  try {
    let made = await initdb(cluster, target, pwfile, "C.UTF-8");
    if (made.code !== 0 && /invalid locale/.test(made.output.join()))
      made = await initdb(cluster, target, pwfile, "C");
    if (made.code !== 0) throw explain(made.output, cluster.dataDir, 0);
  } finally {
    await rm(pwfile, { force: true });
  }
  const kept = join(target, PASSWORD_FILE);
  await writeFile(kept, password, { mode: 0o600 });
  await handOver(kept, cluster.runner);
};

/**
 * Makes the data directory beside its final place and renames it, so that a start that was cut off
 * leaves nothing half made. Superuser `supabase_admin`, UTF-8, passwords by SCRAM.
 */
export const createCluster = async (cluster: Cluster) => {
  const target = `${cluster.dataDir}.new`;
  try {
    await mkdir(dirname(cluster.dataDir), { recursive: true });
    await rm(target, { recursive: true, force: true });
    await mkdir(target, { mode: 0o700 });
    await handOver(target, cluster.runner);
    await makeIn(cluster, target, randomBytes(24).toString("hex"));
    if (existsSync(cluster.dataDir)) await rm(cluster.dataDir, { recursive: true });
    await rename(target, cluster.dataDir);
  } catch (error) {
    await rm(target, { recursive: true, force: true }).catch(() => undefined);
    throw error instanceof AppError ? error : explain([String(error)], cluster.dataDir, 0);
  }
};

/** The superuser's password; throws one sentence when its file is gone. */
export const adminPassword = async (dataDir: string): Promise<string> => {
  const path = join(dataDir, PASSWORD_FILE);
  const text = await readFile(path, "utf8").catch(() => "");
  if (text) return text.trim();
  throw new AppError(
    "unavailable",
    `The password file ${path} is missing: restore it from a backup, or move ${dataDir} away to start empty.`,
  );
};
