import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { expect, test } from "vitest";
import { readSources } from "@/tests/house/source";

const readmes = readSources("README.md", "{app,inngest,emails,lib,supabase,tests}/**/README.md");

/** Code spans and links that look like a path of ours: with a slash or an extension, without blanks or placeholders. */
const PATH = /`([\w@.()[\]-]+(?:\/[\w@.()[\]-]+)*\/?)`|\]\((?!https?:|#|mailto:)([^)\s]+)\)/g;

const TOP = /^(app|inngest|emails|lib|supabase|tests)\/|^[\w.-]+\.(md|ts|tsx|mjs|json|sql|toml)$/;

const pathsIn = (text: string) =>
  [...text.matchAll(PATH)].flatMap(([, code, link]) =>
    link ? [link.replace(/#.*$/, "")] : code && TOP.test(code) ? [code] : [],
  );

/** What commands write and git ignores. */
const GENERATED = readFileSync(".gitignore", "utf8").split("\n");

const NAMES = new Set(
  globSync("{app,inngest,emails,lib,supabase,tests}/**/*.*").map((path) => basename(path)),
);

/** A path counts from the project or from the README; a bare file name may lie anywhere. */
const exists = (readme: string, path: string) =>
  GENERATED.includes(path) ||
  existsSync(path) ||
  existsSync(join(dirname(readme), path)) ||
  (!path.includes("/") && NAMES.has(path));

test("every path a README names exists", () => {
  const broken = readmes.flatMap(({ path, text }) =>
    pathsIn(text)
      .filter((named) => !exists(path, named))
      .map((named) => `${path}: ${named}`),
  );
  expect(broken).toEqual([]);
  expect(pathsIn("see `lib/nowhere/x.ts` and [that](./gone.md)")).toEqual([
    "lib/nowhere/x.ts",
    "./gone.md",
  ]);
});

test("a README fits on a screen", () => {
  const long = readmes
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split("\n").length }))
    .filter(({ path, lines }) => lines > (path === "README.md" ? 120 : 30));
  expect(long).toEqual([]);
});
