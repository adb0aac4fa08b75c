import { appendFileSync } from "node:fs";
import { expect } from "vitest";
import { crashRun } from "@/tests/sequences/support/crash-run";
import { test } from "@/tests/support/test";

/** `npm run faults -- --only faults.sequences` takes ten thousand people; every run of the tests takes some. */
const PEOPLE = Number(process.env.STEWARD_DOSE ?? 40);
const OUT = process.env.STEWARD_DOSE_OUT;

test(
  `${PEOPLE} people get five mails each, once, though processes die at every step and some for a day (G1, G2, G11)`,
  async ({ tenant }) => {
    const run = await crashRun({ tenantId: tenant.tenantId, people: PEOPLE, seed: 7 });
    const { rows, duplicates, mismatches, unknown, expected, crashes, outages } = run;
    const held = unknown.filter(({ error }) => error?.includes("23 hours"));
    const accepted = rows.filter(({ status }) => status === "accepted");
    if (OUT)
      appendFileSync(
        OUT,
        JSON.stringify({
          duplicates,
          mismatches,
          unknown: unknown.length,
          settled: accepted.length + held.length,
          expected,
          crashes,
          outages,
        }),
      );
    expect(rows).toHaveLength(expected);
    expect(crashes).toBeGreaterThan(PEOPLE / 10);
    expect(duplicates).toBe(0);
    expect(mismatches).toBe(0);
    expect(held).toEqual(unknown);
    expect(accepted.length + held.length).toBe(expected);
  },
  Math.max(180_000, PEOPLE * 400),
);
