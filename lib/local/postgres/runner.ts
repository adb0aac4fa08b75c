import { execFile } from "node:child_process";
import { chown, stat } from "node:fs/promises";
import { promisify } from "node:util";
import { AppError } from "../../core/errors.ts";

const run = promisify(execFile);

/** How a Postgres program is run: words in front of it, and the user it runs as where that is not ours. */
export type Runner = { prefix: string[]; uid?: number; gid?: number };

const DIRECT: Runner = { prefix: [] };
const NAMESPACE: Runner = { prefix: ["unshare", "--user", "--map-user=1000", "--map-group=1000"] };

const succeeds = (file: string, args: string[]) =>
  run(file, args).then(
    () => true,
    () => false,
  );

const idOf = async (flag: string) => Number((await run("id", [flag, "postgres"])).stdout.trim());

const createPostgresUser = async (): Promise<Runner> => {
  try {
    if (!(await succeeds("id", ["-u", "postgres"])))
      await run("useradd", ["--system", "--user-group", "--shell", "/bin/sh", "postgres"]);
    return { prefix: [], uid: await idOf("-u"), gid: await idOf("-g") };
  } catch (cause) {
    const say =
      "Postgres does not run as root and no user could be made for it: start as an ordinary user.";
    throw new AppError("unavailable", say, { cause });
  }
};

/**
 * Postgres refuses uid 0. As an ordinary user it runs directly; as root inside a user namespace, which
 * needs no other user and works below private directories; else as the system user `postgres`.
 * A data directory that belongs to someone else is run as its owner.
 */
export const chooseRunner = async (dataDir: string): Promise<Runner> => {
  if (process.getuid?.() !== 0) return DIRECT;
  const owner = await stat(dataDir).catch(() => undefined);
  if (owner && owner.uid !== 0) return { prefix: [], uid: owner.uid, gid: owner.gid };
  if (await succeeds("unshare", [...NAMESPACE.prefix.slice(1), "true"])) return NAMESPACE;
  return createPostgresUser();
};

/** Gives a file or directory to the user that Postgres runs as. */
export const handOver = async (path: string, { uid, gid }: Runner) => {
  if (uid !== undefined && gid !== undefined) await chown(path, uid, gid);
};

/** The program and its arguments as `spawn` wants them. */
export const command = (runner: Runner, program: string, args: string[]) => {
  const [file = program, ...rest] = [...runner.prefix, program, ...args];
  const ids = runner.uid === undefined ? {} : { uid: runner.uid, gid: runner.gid };
  return { file, args: rest, ids };
};
