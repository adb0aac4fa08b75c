import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildIfNeeded } from "../lib/local/build.ts";

/** `npm test`: lint, types, dead code, then every test; the last line counts them all. */
type Tally = { passed: number; failed: number };

const say = (line: string) => process.stdout.write(`${line}\n`);

const run = (program: string, args: string[]) =>
  new Promise<number>((resolve) => {
    const child = spawn(program, args, { stdio: ["ignore", "inherit", "inherit"] });
    child.once("error", () => resolve(127));
    child.once("exit", (code) => resolve(code ?? 1));
  });

const check = async (name: string, program: string, args: string[]): Promise<Tally> => {
  const code = await run(program, args);
  say(`${code === 0 ? "✓" : "✗"} ${name}`);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
};

const build = (): Promise<Tally> =>
  buildIfNeeded(say).then(
    () => ({ passed: 1, failed: 0 }),
    (error: Error) => {
      say(error.message);
      return { passed: 0, failed: 1 };
    },
  );

const vitest = async (args: string[]): Promise<Tally> => {
  const folder = mkdtempSync(join(tmpdir(), "steward-test-"));
  const report = join(folder, "report.json");
  try {
    const code = await run("vitest", [
      "run",
      ...args,
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
    ]);
    const { numPassedTests: passed, numFailedTests: failed } = JSON.parse(
      readFileSync(report, "utf8"),
    ) as { numPassedTests: number; numFailedTests: number };
    // A suite that cannot even load fails no single test, but it fails.
    return { passed, failed: code !== 0 && failed === 0 ? 1 : failed };
  } catch (error) {
    say(`vitest left no report: ${String(error)}`);
    return { passed: 0, failed: 1 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const only = process.argv.slice(3);
const steps: (() => Promise<Tally>)[] =
  only.length > 0
    ? [() => vitest(only)]
    : [
        () => check("lint", "biome", ["check", "--error-on-warnings", "."]),
        () => check("dead code", "knip", []),
        build,
        // After the build, which writes the types of the routes.
        () => check("types", "tsc", ["--noEmit"]),
        () => vitest([]),
      ];

const total: Tally = { passed: 0, failed: 0 };
for (const step of steps) {
  const { passed, failed } = await step();
  total.passed += passed;
  total.failed += failed;
}
say(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);
