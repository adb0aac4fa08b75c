import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Figure } from "../bench/report.ts";

type Dose = { people: number; say: (line: string) => void };

type Counted = {
  duplicates: number;
  mismatches: number;
  unknown: number;
  /** Taken by the provider, or held with the reason that nobody can know. */
  settled: number;
  expected: number;
  crashes: number;
  outages: number;
};

/**
 * The test `tests/sequences/crash.test.ts` with many people: processes that decide and send mails die at every step, and
 * some come back only after the provider has forgotten their keys.
 */
export const sequenceFaults = async ({ people, say }: Dose): Promise<Figure[]> => {
  const folder = mkdtempSync(join(tmpdir(), "steward-sequences-"));
  const out = join(folder, "figures.json");
  const began = performance.now();
  const child = spawn(
    "node_modules/.bin/vitest",
    ["run", "--project", "database", "tests/sequences/crash.test.ts"],
    {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, STEWARD_DOSE: String(people), STEWARD_DOSE_OUT: out },
    },
  );
  await new Promise((resolve) => child.once("exit", resolve));
  const counted = JSON.parse(readFileSync(out, "utf8")) as Counted;
  rmSync(folder, { recursive: true, force: true });
  const seconds = (performance.now() - began) / 1000;
  say(
    `sequences: ${counted.expected} mails to ${people} people, ${counted.crashes} deaths, ${counted.outages} of them for a day, in ${seconds.toFixed(0)} s`,
  );
  const share = (counted.unknown * 100) / counted.expected;
  const lost = counted.expected - counted.settled;
  return [
    { id: "faults.sequences.lost", value: lost, unit: "mails", aim: "= 0" },
    { id: "faults.sequences.duplicates", value: counted.duplicates, unit: "mails", aim: "= 0" },
    { id: "faults.sequences.changed", value: counted.mismatches, unit: "mails", aim: "= 0" },
    { id: "faults.sequences.unknown", value: share, unit: "%", aim: "<= 0.2" },
  ];
};
