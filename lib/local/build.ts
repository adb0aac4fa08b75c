import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const SOURCES = ["app", "emails", "inngest", "lib", "public"];
const FILES = [
  "package-lock.json",
  "next.config.ts",
  "proxy.ts",
  "instrumentation.ts",
  "postcss.config.mjs",
  "tsconfig.json",
];

/** A digest of everything `next build` reads. */
const fingerprint = (): string => {
  const hash = createHash("sha256");
  const add = (path: string) => hash.update(path).update(readFileSync(join(root, path)));
  const walk = (folder: string) => {
    const entries = readdirSync(join(root, folder), { withFileTypes: true }).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    );
    for (const entry of entries) {
      const path = `${folder}/${entry.name}`;
      if (path === "lib/local") continue;
      if (entry.isDirectory()) walk(path);
      else add(path);
    }
  };
  for (const folder of SOURCES) if (existsSync(join(root, folder))) walk(folder);
  for (const file of FILES) if (existsSync(join(root, file))) add(file);
  return hash.digest("hex");
};

/** Builds the app unless the last build was made from the same sources; says how it goes through `say`. */
export const buildIfNeeded = async (say: (line: string) => void): Promise<void> => {
  const stamp = join(root, ".next", "steward-build");
  const wanted = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  const started = Date.now();
  say("Building the app …");
  const tick = setInterval(
    () => say(`  still building, ${Math.round((Date.now() - started) / 1000)} s`),
    15_000,
  );
  const { code, output } = await runBuild();
  clearInterval(tick);
  if (code !== 0) throw new Error(`The app does not build:\n${output}`);
  writeFileSync(stamp, wanted);
  say(`Built in ${Math.round((Date.now() - started) / 1000)} s.`);
};

const runBuild = () =>
  new Promise<{ code: number | null; output: string }>((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [join(root, "node_modules", "next", "dist", "bin", "next"), "build"],
      {
        cwd: root,
        stdio: ["ignore", "pipe", "pipe"],
        env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" },
      },
    );
    let output = "";
    const keep = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-20_000);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.once("error", reject);
    child.once("exit", (code) => resolve({ code, output }));
  });
