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

type Report = {
  numPassedTests: number;
  numFailedTests: number;
  testResults: { name: string; status: string }[];
};

/** One run of vitest; undefined when it left no report. A suite that cannot even load counts as one failure. */
const vitestOnce = async (args: string[]): Promise<Found | undefined> => {
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
    const found = JSON.parse(readFileSync(report, "utf8")) as Report;
    const { numPassedTests: passed, numFailedTests: failed, testResults } = found;
    const broken = testResults.filter(({ status }) => status === "failed").map(({ name }) => name);
    return { passed, failed: code !== 0 && failed === 0 ? 1 : failed, broken };
  } catch (error) {
    say(`vitest left no report: ${String(error)}`);
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const oneByOne = async (runs: readonly string[][]): Promise<(Found | undefined)[]> => {
  const found: (Found | undefined)[] = [];
  for (const args of runs) found.push(await vitestOnce(args));
  return found;
};

const AGAIN_MAX = 10;

type Found = Tally & { broken: string[] };

const add = (tallies: readonly Tally[]): Tally => ({
  passed: tallies.reduce((sum, { passed }) => sum + passed, 0),
  failed: tallies.reduce((sum, { failed }) => sum + failed, 0),
});

/**
 * A few files that failed run once more, each by itself, because several of them kill processes on a machine that may be
 * busy. What passes only then is named, what fails twice has failed.
 */
const onceMore = async (found: readonly (Found | undefined)[]): Promise<Tally> => {
  if (found.some((one) => !one)) return { passed: 0, failed: 1 };
  const { passed, failed } = add(found as Found[]);
  const broken = found.flatMap((one) => one?.broken ?? []);
  if (failed === 0 || broken.length === 0 || broken.length > AGAIN_MAX) return { passed, failed };
  say(`once more: ${broken.join(", ")}`);
  const second = await oneByOne(broken.map((file) => [file]));
  if (second.some((one) => !one || one.failed > 0)) return { passed, failed };
  say(`passed only the second time: ${broken.join(", ")}`);
  return { passed: passed + failed, failed: 0 };
};

/** What runs on the built app, in two lanes that take about as long: stories mostly wait, pages do not. */
const LANES = [
  [
    ["--project", "stories"],
    ["--project", "browser", "--shard=1/2"],
  ],
  [["--project", "browser", "--shard=2/2"]],
];

/** Every check, and every test, in three lanes: two on a stack of their own, and all else, which needs no build. */
const everything = async (): Promise<Tally> => {
  const built = build();
  // After the build, which writes the types of the routes.
  const typed = built.then(() => check("types", "tsc", ["--noEmit"]));
  const onStack = LANES.map((lane) => built.then(() => oneByOne(lane)));
  const checks = [
    await check("lint", "biome", ["check", "--error-on-warnings", "."]),
    await check("dead code", "knip", []),
  ];
  const parts = await vitestOnce(["--project", "unit", "--project", "database"]);
  checks.push(await built, await typed);
  return add([await onceMore([parts, ...(await Promise.all(onStack)).flat()]), ...checks]);
};

const only = process.argv.slice(3);
const { passed, failed } =
  only.length > 0 ? await onceMore([await vitestOnce(only)]) : await everything();
say(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
