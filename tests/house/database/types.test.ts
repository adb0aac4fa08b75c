import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "vitest";
import { test } from "@/tests/support/test";

const ARGUMENTS = [
  ...["--dialect", "postgres", "--default-schema", "public", "--include-pattern", "(public|app).*"],
  "--camel-case",
];

test("the generated types are those of the migrated database", async ({ database }) => {
  const folder = await mkdtemp(join(tmpdir(), "steward-types-"));
  try {
    const file = join(folder, "types.ts");
    const args = [...ARGUMENTS, "--url", database, "--out-file", file];
    await promisify(execFile)("node_modules/.bin/kysely-codegen", args);
    expect(await readFile("lib/infra/db/types.ts", "utf8")).toBe(await readFile(file, "utf8"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 60_000);
