// Plain JavaScript on purpose: it runs on whatever Node (>= 20) is at hand, before anything is installed, and hands over
// to the pinned Node 24 of the project's own dependencies.
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const [command = "start", ...rest] = process.argv.slice(2);
const entries = {
  install: null,
  start: "lib/local/start.ts",
  dev: "lib/local/start.ts",
  types: "lib/local/database/write-types.ts",
  emails: "lib/local/emails.ts",
  test: "tests/main.ts",
  bench: "tests/bench/main.ts",
  faults: "tests/faults/main.ts",
  conformance: "tests/conformance/main.ts",
};

const say = (text) => process.stderr.write(`${text}\n`);

const fail = (sentence) => {
  say(sentence);
  process.exit(1);
};

let isEnding = false;

const run = (program, args, options = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, ...options });
    // The terminal sends Ctrl-C to the child as well; we wait for it to tidy up.
    const pass = (signal) => {
      isEnding = true;
      if (child.exitCode === null) child.kill(signal);
    };
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => pass(signal));
    child.on("error", reject);
    child.on("exit", (code, signal) => resolve(code ?? (signal === "SIGINT" ? 130 : 143)));
  });

// Not `npm ci`: it insists on the optional packages of every other platform, which not every registry carries.
const npmInstall = () =>
  run(
    "npm",
    ["install", "--no-save", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"],
    { stdio: ["ignore", "inherit", "inherit"] },
  );

/**
 * Installs by a copy of the lock that says where each package lies, by the convention of registries. The lock itself names
 * no addresses, and npm would read all that was ever published of each package to learn one.
 */
const installAddressed = async (lock) => {
  const copy = join(root, "npm-shrinkwrap.json");
  const registry = execFileSync("npm", ["config", "get", "registry"], {
    cwd: root,
    encoding: "utf8",
  });
  const { packages, ...rest } = JSON.parse(lock);
  for (const [path, entry] of Object.entries(packages)) {
    const name = entry.name ?? path.slice(path.lastIndexOf("node_modules/") + 13);
    const file = `${name.split("/").pop()}-${entry.version}.tgz`;
    if (entry.integrity) entry.resolved ??= new URL(`${name}/-/${file}`, registry.trim()).href;
  }
  writeFileSync(copy, JSON.stringify({ packages, ...rest }));
  try {
    return await npmInstall();
  } finally {
    rmSync(copy, { force: true });
  }
};

const install = async () => {
  const text = readFileSync(join(root, "package-lock.json"));
  const lock = createHash("sha256").update(text).digest("hex");
  const stamp = join(root, "node_modules", ".steward-lock");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return;
  say("Installing the dependencies (a minute or two the first time) …");
  const started = Date.now();
  const tick = setInterval(
    () => say(`  still installing, ${Math.round((Date.now() - started) / 1000)} s`),
    15_000,
  );
  let code = await installAddressed(text).catch(() => 1);
  // A registry may keep its files elsewhere.
  if (code !== 0 && !isEnding) code = await npmInstall();
  clearInterval(tick);
  if (code !== 0)
    fail(
      "The dependencies could not be installed: read npm's message above, then run the command again.",
    );
  writeFileSync(stamp, lock);
  say(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
};

if (Number(process.versions.node.split(".")[0]) < 20)
  fail(`Node ${process.versions.node} is too old: install Node 20 or newer.`);
if (!(command in entries))
  fail(`There is no command "${command}"; there are: ${Object.keys(entries).join(", ")}.`);
await install();
if (entries[command] === null) process.exit(0);

const node = join(
  root,
  "node_modules",
  "node",
  "bin",
  process.platform === "win32" ? "node.exe" : "node",
);
const path = [
  join(root, "node_modules", ".bin"),
  join(root, "node_modules", "node", "bin"),
  process.env.PATH,
].join(process.platform === "win32" ? ";" : ":");
const code = await run(node, [join(root, entries[command]), command, ...rest], {
  // The channel tells the child when we are gone, however we went.
  stdio: ["inherit", "inherit", "inherit", "ipc"],
  env: {
    // Every process of the stack and of the tests compiles the same libraries; the next one finds them compiled.
    NODE_COMPILE_CACHE: join(root, "node_modules", ".cache", "compiled"),
    ...process.env,
    PATH: path,
    NEXT_TELEMETRY_DISABLED: "1",
    DO_NOT_TRACK: "1",
  },
});
process.exit(code);
