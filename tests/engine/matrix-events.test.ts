import { afterAll, beforeAll, describe } from "vitest";
import { matrix } from "./support/cases.ts";
import { throwAwayPostgres } from "./support/database.ts";
import { type Pair, startPair } from "./support/harness.ts";
import { CASES } from "./support/matrix.ts";
import { STEP_CASES } from "./support/step-cases.ts";
import { WAIT_CASES } from "./support/wait-cases.ts";

let postgres: Awaited<ReturnType<typeof throwAwayPostgres>>;
beforeAll(async () => {
  postgres = await throwAwayPostgres();
}, 30_000);
afterAll(() => postgres.stop());

describe.each([
  {
    title: "the served application, events, waits and flow",
    cases: CASES.filter((one) => !STEP_CASES.includes(one)),
    options: {},
  },
  {
    title: "waits, with every parked payload dropped from memory",
    cases: WAIT_CASES,
    options: { memoryBytes: 1 },
  },
])("$title", ({ title, cases, options }) => {
  const rows = matrix(cases);
  let pair: Pair;
  beforeAll(async () => {
    pair = await startPair(await postgres.database(), rows.functions, options);
  }, 30_000);
  afterAll(() => pair.stop());
  rows.declare(title, () => pair);
});
