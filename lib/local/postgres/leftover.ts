import { existsSync } from "node:fs";
import { chmod, readdir, readFile, readlink, realpath, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "../../core/errors.ts";

/** Names the process that started the server: `pid start`, where start tells a reused pid apart. */
const OWNER_FILE = "steward.owner";

const alive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
};

const startOf = async (pid: number) => {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "-";
};

const postmasterPid = async (dataDir: string) => {
  const text = await readFile(join(dataDir, "postmaster.pid"), "utf8").catch(() => "");
  return Number.parseInt(text, 10) || undefined;
};

/** Postgres processes work inside their data directory; a reused pid does not. Only Linux can tell. */
const worksIn = async (pid: number, dataDir: string) =>
  (await readlink(`/proc/${pid}/cwd`).catch(() => "")) === dataDir &&
  (await readFile(`/proc/${pid}/comm`, "utf8").catch(() => "")).startsWith("postgres");

const processesIn = async (dataDir: string, postmaster: number | undefined) => {
  if (!existsSync("/proc/self/cwd")) return postmaster && alive(postmaster) ? [postmaster] : [];
  const directory = await realpath(dataDir);
  const pids = (await readdir("/proc")).map(Number).filter((pid) => pid > 0);
  const working = await Promise.all(pids.map((pid) => worksIn(pid, directory)));
  return pids.filter((_, index) => working[index]);
};

const refuseOtherOwner = async (dataDir: string) => {
  const [pid = 0, start] = (await readFile(join(dataDir, OWNER_FILE), "utf8").catch(() => ""))
    .split(" ")
    .map((word, index) => (index === 0 ? Number(word) : word)) as [number?, string?];
  if (!pid || pid === process.pid || !alive(pid) || (await startOf(pid)) !== start) return;
  throw new AppError(
    "conflict",
    `The data directory ${dataDir} is in use by the running process ${pid}: stop that one first, or set STEWARD_DATA_DIR.`,
  );
};

const signal = (pid: number, name: NodeJS.Signals) => {
  try {
    process.kill(pid, name);
  } catch {
    // It has just ended, which is what the signal was for.
  }
};

/**
 * Ends what an earlier start left running in this data directory (its parent was killed, say): fast
 * shutdown first, immediate after 5 s, SIGKILL after 8 s. Throws when the parent still lives.
 */
export const endLeftover = async (dataDir: string) => {
  const postmaster = await postmasterPid(dataDir);
  let left = await processesIn(dataDir, postmaster);
  if (left.length > 0) await refuseOtherOwner(dataDir);
  for (let waitedMs = 0; left.length > 0 && waitedMs < 10_000; waitedMs += 50) {
    const lead = postmaster !== undefined && left.includes(postmaster) ? [postmaster] : left;
    if (waitedMs === 0) for (const pid of lead) signal(pid, "SIGINT");
    if (waitedMs === 5_000) for (const pid of lead) signal(pid, "SIGQUIT");
    if (waitedMs === 8_000) for (const pid of left) signal(pid, "SIGKILL");
    await sleep(50);
    left = await processesIn(dataDir, postmaster);
  }
  if (left.length > 0)
    throw new AppError(
      "unavailable",
      `An old Postgres (process ${left[0]}) does not end: end it with \`kill -9 ${left[0]}\` and start again.`,
    );
  // A pid that now belongs to another program would make Postgres refuse to start.
  await rm(join(dataDir, "postmaster.pid"), { force: true });
};

/**
 * Writes down that this process owns the server of the data directory, and closes the directory to others:
 * Postgres refuses one that a restored backup left open.
 */
export const claim = async (dataDir: string) => {
  await chmod(dataDir, 0o700);
  const owner = `${process.pid} ${await startOf(process.pid)}`;
  await writeFile(join(dataDir, OWNER_FILE), owner, { mode: 0o600 });
};
