import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { matrix } from "./support/cases.ts";
import { throwAwayPostgres } from "./support/database.ts";
import { type Pair, startPair } from "./support/harness.ts";
import { AGAIN } from "./support/matrix.ts";
import { STEP_CASES } from "./support/step-cases.ts";

let postgres: Awaited<ReturnType<typeof throwAwayPostgres>>;
beforeAll(async () => {
  postgres = await throwAwayPostgres();
}, 30_000);
afterAll(() => postgres.stop());

/** Row 82: the same rows give the same results either way. */
describe.each([
  { title: "with checkpoints", options: {}, requests: 1 },
  { title: "one request per step", options: { checkpointing: false }, requests: 4 },
  {
    title: "with streamed answers (81)",
    options: { streaming: true },
    requests: 1,
    row: "81",
  },
])("steps, $title", ({ title, options, requests, row }) => {
  const rows = matrix(AGAIN.find((one) => one.row === row)?.cases ?? STEP_CASES);
  let pair: Pair;
  beforeAll(async () => {
    pair = await startPair(await postgres.database(), rows.functions, options);
  }, 30_000);
  afterAll(() => pair.stop());
  rows.declare(title, () => pair);

  test(`three steps take ${requests} request(s)`, async () => {
    const run = await pair.ended(await pair.trigger("row10/go"));
    const own = pair.app.seen.filter(({ body }) => JSON.stringify(body.ctx).includes(run.run_id));
    expect(own).toHaveLength(requests);
  });
});
