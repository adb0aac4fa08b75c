import { expect, test } from "vitest";
import { killPoints, POINTS } from "../faults/engine-points.ts";
import { random } from "../faults/random.ts";

/** `npm run faults` breaks all of them; here a few that change from time to time. */
const DOSE = 3;

test("86: wherever an engine is killed, its work is done once when it is started again", {
  timeout: 240_000,
}, async () => {
  const seed = Math.floor(Math.random() * 1_000_000);
  const next = random(seed);
  const points = POINTS.map((point) => ({ point, at: next() }))
    .toSorted((a, b) => a.at - b.at)
    .slice(0, DOSE)
    .map(({ point }) => point);
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  say(`engine, ${DOSE} of ${POINTS.length} points: seed ${seed}`);
  const figures = await killPoints(points, say);
  expect(figures.filter(({ aim, value }) => aim === "= 0" && value !== 0)).toEqual([]);
});
