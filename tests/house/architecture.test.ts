import { expect, test } from "vitest";
import { RULES } from "@/tests/house/rules";
import { readSources, type Source } from "@/tests/house/source";

const sources = readSources("{app,inngest,emails,lib}/**/*.{ts,tsx}");

/** A file that breaks each rule, to prove that the rule looks. */
const BREAKS: Record<string, Source> = {
  "nothing imports from a floor above": {
    path: "lib/infra/db/x.ts",
    text: 'import { route } from "@/lib/api/route";',
  },
  "rooms of the domain meet through events, not imports": {
    path: "lib/domain/runs/x.ts",
    text: 'import { a } from "../workflows/a";',
  },
  "vendors do not know each other, nor the database": {
    path: "lib/integrations/stripe/x.ts",
    text: 'import { pool } from "@/lib/infra/db/client";',
  },
  "the embedded stack stands beside the house": {
    path: "lib/domain/runs/x.ts",
    text: 'const { a } = await import("@/lib/local/start");',
  },
  "past the tenant wall goes only who must": {
    path: "lib/domain/runs/x.ts",
    text: 'import {\n  asSystem,\n} from "@/lib/infra/db/as-system";',
  },
  "what runs in the browser imports the interface, the core and schemas": {
    path: "app/x/y.tsx",
    text: '"use client";\nimport { pool } from "@/lib/infra/db/client";',
  },
  "the environment is read in one place": {
    path: "lib/api/x.ts",
    text: "if (process.env.NODE_ENV) process.env.SECRET;",
  },
  "nothing is written to the console": { path: "lib/api/x.ts", text: "console.log(1)" },
  "nothing is left for later or forced on the compiler": { path: "lib/api/x.ts", text: "// TODO" },
  "no room or file without a subject": { path: "lib/domain/utils/x.ts", text: "" },
  "no barrels": { path: "lib/domain/runs/index.ts", text: "" },
  "what changes a tenant's data is audited": {
    path: "lib/domain/runs/x.ts",
    text: 'tx.updateTable("runs")',
  },
};

for (const { name, check } of RULES) {
  test(name, () => {
    expect(check(BREAKS[name] ?? { path: "", text: "" })).not.toEqual([]);
    expect(sources.flatMap(check)).toEqual([]);
  });
}

test("the house is not empty", () => {
  expect(sources.length).toBeGreaterThan(100);
});
