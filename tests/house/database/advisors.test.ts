import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect } from "vitest";
import { test } from "@/tests/support/test";

type Finding = { name: string; level: string; detail: string };

/** Findings that are meant, as `lint: reason`. At most five. */
const EXCEPTIONS: Record<string, string> = {
  unused_index: "a fresh database has used none of its indexes yet",
  rls_enabled_no_policy: "no policy means nobody; the matrix proves who nobody is",
};

/** The CLI reads supabase/config.toml too, which names this variable. */
const SETTINGS = { PGSSLMODE: "disable", AUTH_HOOK_SECRET: `v1,whsec_${"A".repeat(43)}=` };

const advise = async (database: string): Promise<Finding[]> => {
  const { stdout } = await promisify(execFile)(
    "node_modules/.bin/supabase",
    ["db", "advisors", `--remote=${database}`, "--level", "info"],
    { env: { ...process.env, ...SETTINGS }, maxBuffer: 64 << 20 },
  );
  return stdout.trimStart().startsWith("[") ? JSON.parse(stdout) : [];
};

test("Supabase's advisors find nothing that is not meant", async ({ database }) => {
  const findings = await advise(database);
  expect(findings.filter(({ name }) => !(name in EXCEPTIONS))).toEqual([]);
  // Silence would mean that the advisors did not look.
  expect(findings.map(({ name }) => name)).toContain("unused_index");
  expect(Object.keys(EXCEPTIONS).length).toBeLessThanOrEqual(5);
}, 60_000);
