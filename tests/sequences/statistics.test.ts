import { describe, expect, test } from "vitest";
import { compareArms, lift, sampleRatioP } from "@/lib/domain/sequences/statistics";

/** A small generator, so that the same tests are drawn each time (Mulberry32). */
const dice = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
};

/** Shares of `tests` in which a difference was called at any of 40 looks, 2,000 people an arm. */
const called = (tests: number, rates: [number, number], seed: number) => {
  const random = dice(seed);
  let winners = 0;
  for (let test = 0; test < tests; test += 1) {
    const a = { people: 0, reached: 0 };
    const b = { people: 0, reached: 0 };
    let found = false;
    for (let look = 0; look < 40 && !found; look += 1) {
      for (const [index, arm] of [a, b].entries())
        for (let person = 0; person < 50; person += 1) {
          arm.people += 1;
          if (random() < (rates[index] ?? 0)) arm.reached += 1;
        }
      found = compareArms(a, b).p < 0.05;
    }
    if (found) winners += 1;
  }
  return winners / tests;
};

describe("comparing arms", () => {
  test("calls a false winner in at most 5 % of 3,000 tests, however often one looks", () => {
    expect(called(1500, [0.05, 0.05], 1)).toBeLessThanOrEqual(0.05);
    expect(called(1500, [0.35, 0.35], 2)).toBeLessThanOrEqual(0.05);
  });

  test("finds a true difference most of the time", () => {
    expect(called(200, [0.35, 0.42], 3)).toBeGreaterThan(0.8);
    expect(called(200, [0.05, 0.075], 4)).toBeGreaterThan(0.5);
  });

  test("bounds the difference, and says nothing of empty arms", () => {
    const result = compareArms({ people: 2000, reached: 700 }, { people: 2000, reached: 900 });
    expect(result.low).toBeGreaterThan(0);
    expect(result.high).toBeGreaterThan(result.difference);
    expect(result.chanceBIsBetter).toBeGreaterThan(0.99);
    expect(compareArms({ people: 0, reached: 0 }, { people: 5, reached: 5 }).p).toBe(1);
  });
});

test("a split that is not as planned is noticed, a fair one is not", () => {
  expect(
    sampleRatioP([
      { people: 5000, weight: 1 },
      { people: 5060, weight: 1 },
    ]),
  ).toBeGreaterThan(0.1);
  expect(
    sampleRatioP([
      { people: 5000, weight: 1 },
      { people: 5600, weight: 1 },
    ]),
  ).toBeLessThan(0.001);
});

test("the lift over those held out comes with an interval that holds it", () => {
  const {
    lift: up,
    low,
    high,
  } = lift({ people: 200, reached: 60 }, { people: 3800, reached: 1520 });
  expect(up).toBeCloseTo(0.1, 5);
  expect(low).toBeGreaterThan(0);
  expect(high).toBeGreaterThan(up);
});
