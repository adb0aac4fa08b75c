import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freeBase } from "../../lib/local/ports.ts";
import type { Figure } from "./report.ts";

/** Seconds from `npm start` to a written stack.json; the process is then stopped as Ctrl-C would. */
const timeStart = async (folder: string, base: number): Promise<number> => {
  const started = performance.now();
  const child = spawn("npm", ["start"], {
    cwd: folder,
    stdio: "ignore",
    env: { ...process.env, STEWARD_PORT_BASE: String(base), STEWARD_DATA_DIR: "" },
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const file = join(folder, ".steward", "stack.json");
  while (!existsSync(file)) {
    if (child.exitCode !== null || performance.now() - started > 300_000)
      throw new Error("npm start did not get ready");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const seconds = (performance.now() - started) / 1000;
  child.kill("SIGINT");
  const late = setTimeout(() => child.kill("SIGKILL"), 30_000);
  await ended;
  clearTimeout(late);
  if (child.signalCode === "SIGKILL") throw new Error("npm start did not stop within 30 s");
  return seconds;
};

/** A fresh clone with a warm package cache, then the same folder again. */
export const startFigures = async (say: (line: string) => void): Promise<Figure[]> => {
  const folder = mkdtempSync(join(tmpdir(), "steward-clone-"));
  try {
    execFileSync("git", ["clone", "--quiet", "--no-hardlinks", process.cwd(), folder]);
    const base = await freeBase();
    const cold = await timeStart(folder, base);
    say(`start, fresh clone: ${cold.toFixed(1)} s`);
    const warm = await timeStart(folder, base);
    say(`start, again: ${warm.toFixed(1)} s`);
    return [
      { id: "start.clone.time", value: cold, unit: "s", aim: "<= 120" },
      { id: "start.again.time", value: warm, unit: "s", aim: "<= 10" },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
