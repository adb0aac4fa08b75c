import { afterAll, beforeAll, expect, test } from "vitest";
import { eventOf, rowsOf, type Stage } from "./support/cases.ts";
import { throwAwayPostgres } from "./support/database.ts";
import { startPair } from "./support/harness.ts";
import { AGAIN, ALONE, CASES, ELSEWHERE } from "./support/matrix.ts";

let postgres: Awaited<ReturnType<typeof throwAwayPostgres>>;
beforeAll(async () => {
  postgres = await throwAwayPostgres();
}, 30_000);
afterAll(() => postgres.stop());

/** An engine for each case, which goes back soon to an application that was away. */
const stage: Stage = async (functions, use) => {
  const pair = await startPair(await postgres.database(), functions, { appProbeMs: [50, 200] });
  try {
    await use(pair);
  } finally {
    await pair.stop();
  }
};

for (const one of ALONE.filter(({ slow }) => !slow)) {
  test.concurrent(`${rowsOf(one).join(", ")}: ${one.name}`, { timeout: 120_000 }, () =>
    one.run(stage, eventOf(one)),
  );
}

test("each of the matrix's 93 rows is tested in one place", () => {
  const rows = [...CASES, ...ALONE, ...AGAIN]
    .flatMap(rowsOf)
    .concat(Object.keys(ELSEWHERE))
    .map(Number);
  expect(rows.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 93 }, (_, i) => i + 1));
});
