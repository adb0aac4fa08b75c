import { globSync, readFileSync } from "node:fs";

export type Source = { path: string; text: string };

/** Our files by glob, relative to the project, without what tools generate. */
export const readSources = (...globs: string[]): Source[] =>
  globSync(globs, { exclude: ["**/node_modules/**", ".next/**", "lib/infra/db/types.ts"] })
    .map((path) => path.replaceAll("\\", "/"))
    .sort()
    .map((path) => ({ path, text: readFileSync(path, "utf8") }));

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^;"'`]*?from\s*["']([^"']+)["']|import\(\s*["']([^"']+)["']\s*\)|(?:^|\n)\s*import\s*["']([^"']+)["']/g;

const resolve = (from: string, target: string) =>
  target.startsWith("@/")
    ? target.slice(2)
    : new URL(target, `file:///${from}`).pathname.slice(1).replace(/\.tsx?$/, "");

/** What a file imports of ours, as paths without extension. */
export const importsOf = ({ path, text }: Source): string[] =>
  [...text.matchAll(IMPORT)]
    .map((match) => match[1] ?? match[2] ?? match[3] ?? "")
    .filter((target) => target.startsWith("@/") || target.startsWith("."))
    .map((target) => resolve(path, target));
