import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";

export type Figure = { id: string; value: number; unit: string; aim?: string };

const met = (value: number, aim: string | undefined): boolean | undefined => {
  const parts = aim?.match(/^(<=|>=|=) ([\d.]+)$/);
  if (!parts) return undefined;
  const bound = Number(parts[2]);
  return parts[1] === "<=" ? value <= bound : parts[1] === ">=" ? value >= bound : value === bound;
};

const commit = () => {
  try {
    return execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  } catch {
    return "unknown";
  }
};

/** Prints the table and writes the file that architecture §7 describes. */
export const report = (file: string, figures: Figure[], seed: number): void => {
  const results = figures.map(({ id, value, unit, aim }) => ({
    id,
    value: Math.round(value * 100) / 100,
    unit,
    ...(aim && { aim, met: met(value, aim) }),
    seed,
  }));
  for (const { id, value, unit, aim, met: reached } of results) {
    process.stdout.write(
      `${id.padEnd(44)} ${String(value).padStart(12)} ${unit.padEnd(8)} ${aim ? `${aim.padEnd(12)} ${reached ? "met" : "missed"}` : ""}\n`,
    );
  }
  writeFileSync(
    file,
    `${JSON.stringify({ commit: commit(), node: process.version, cpus: cpus().length, at: new Date().toISOString(), results }, null, 2)}\n`,
  );
};
