import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { backoffMs } from "@/lib/domain/runs/execution/attempts/backoff";
import type { PlanStep, StepEnd } from "@/lib/domain/runs/execution/plan";
import { fatalStep, gainsFromRacing, nextSteps } from "@/lib/domain/runs/execution/schedule";

const step = (id: string, more: Partial<PlanStep> = {}): PlanStep => ({
  id,
  type: "x",
  needs: [],
  join: "all",
  with: {},
  timeoutMs: 1000,
  onError: "fail",
  ...more,
});

type Fate = "succeeded" | "failed" | "skipped";
type World = { steps: PlanStep[]; fates: Record<string, Fate>; order: number[] };

/** Up to 30 steps; a step needs only earlier ones, and a way out lies later and is the way out of one step only. */
const worlds: fc.Arbitrary<World> = fc
  .integer({ min: 1, max: 30 })
  .chain((count) =>
    fc.record({
      shape: fc.array(
        fc.record({
          needs: fc.uniqueArray(fc.nat(29), { maxLength: 4 }),
          join: fc.constantFrom("all" as const, "any" as const),
          fate: fc.constantFrom<Fate>("succeeded", "succeeded", "succeeded", "failed", "skipped"),
          onError: fc.constantFrom("fail" as const, "continue" as const, "run" as const),
          target: fc.nat(29),
        }),
        { minLength: count, maxLength: count },
      ),
      order: fc.array(fc.nat(1000), { minLength: count, maxLength: count }),
    }),
  )
  .map(({ shape, order }) => {
    const taken = new Set<number>();
    const steps = shape.map(({ needs, join, onError, target }, index) => {
      const later = index + 1 + (target % Math.max(1, shape.length - index - 1));
      const free = later < shape.length && !taken.has(later);
      if (onError === "run" && free) taken.add(later);
      return step(`s${index}`, {
        needs: needs.filter((need) => need < index).map((need) => `s${need}`),
        join,
        onError: onError === "run" ? (free ? { run: `s${later}` } : "continue") : onError,
      });
    });
    return {
      steps,
      fates: Object.fromEntries(shape.map(({ fate }, index) => [`s${index}`, fate])),
      order,
    };
  });

const endOf = (fate: Fate): StepEnd =>
  fate === "succeeded"
    ? { status: "succeeded", output: null }
    : fate === "failed"
      ? { status: "failed", error: { code: "x", message: "x" } }
      : { status: "skipped" };

/** The same rules said the other way round: a step's end from the ends of those before it, in document order. */
const model = ({ steps, fates }: World): Map<string, Fate> => {
  const ends = new Map<string, Fate>();
  for (const { id, needs, join } of steps) {
    const met = needs.map((need) => {
      const end = ends.get(need);
      const { onError } = steps.find((one) => one.id === need) ?? step(need);
      return end === "succeeded" || (end === "failed" && onError === "continue");
    });
    const ready = join === "any" && met.length > 0 ? met.some(Boolean) : met.every(Boolean);
    const source = steps.find(({ onError }) => typeof onError === "object" && onError.run === id);
    const wanted = !source || ends.get(source.id) === "failed";
    ends.set(id, ready && wanted ? (fates[id] ?? "succeeded") : "skipped");
  }
  return ends;
};

/** Runs a world with steps ending in any order; the ends and the order in which steps began. */
const simulate = ({ steps, fates, order }: World) => {
  const ends = new Map<string, StepEnd>();
  const begun = new Set<string>();
  const running: string[] = [];
  for (let tick = 0; ; tick++) {
    const next = fatalStep(steps, ends) ? { run: [], skip: [] } : nextSteps(steps, ends, begun);
    for (const { id } of next.skip) ends.set(id, endOf("skipped"));
    for (const { id } of next.run) {
      expect(begun.has(id)).toBe(false);
      begun.add(id);
      running.push(id);
    }
    if (next.skip.length > 0) continue;
    const [done] = running.splice(
      (order[tick % order.length] ?? 0) % Math.max(1, running.length),
      1,
    );
    if (done === undefined) return { ends, begun };
    ends.set(done, endOf(fates[done] ?? "succeeded"));
  }
};

describe("any graph", () => {
  test("ends in the state the model says, whatever the order in which steps end", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const calm = {
          ...world,
          steps: world.steps.map((one) =>
            one.onError === "fail" ? { ...one, onError: "continue" as const } : one,
          ),
        };
        const { ends } = simulate(calm);
        expect(Object.fromEntries([...ends].map(([id, { status }]) => [id, status]))).toEqual(
          Object.fromEntries(
            [...model(calm)].sort(
              ([a], [b]) => [...ends.keys()].indexOf(a) - [...ends.keys()].indexOf(b),
            ),
          ),
        );
      }),
      { numRuns: 1500 },
    );
  });

  test("begins no step before its needs ended, and none after a failure that ends the run", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const { ends, begun } = simulate(world);
        for (const id of begun) {
          const { needs } = world.steps.find((one) => one.id === id) ?? step(id);
          for (const need of needs) expect(ends.has(need)).toBe(true);
        }
        if (!fatalStep(world.steps, ends)) expect(ends.size).toBe(world.steps.length);
      }),
      { numRuns: 1500 },
    );
  });
});

test("looking after each step pays only when something waits for a part of what runs", () => {
  const steps = [
    step("a"),
    step("b"),
    step("c", { needs: ["a"] }),
    step("d", { needs: ["a", "b", "c"] }),
  ];
  expect(gainsFromRacing(steps, new Map(), new Set(["a", "b"]))).toBe(true);
  expect(
    gainsFromRacing(
      [step("a"), step("b"), step("d", { needs: ["a", "b"] })],
      new Map(),
      new Set(["a", "b"]),
    ),
  ).toBe(false);
  expect(gainsFromRacing([step("a"), step("b")], new Map(), new Set(["a", "b"]))).toBe(false);
});

describe("waiting between attempts", () => {
  const policy = { maxAttempts: 9, backoff: "exponential" as const, initialMs: 1000, maxMs: 8000 };

  test("is spread evenly below a ceiling that doubles up to its limit", () => {
    for (const [attempt, ceiling] of [
      [1, 1000],
      [2, 2000],
      [3, 4000],
      [4, 8000],
      [19, 8000],
    ] as const) {
      const waits = Array.from(
        { length: 10_000 },
        () => backoffMs(policy, attempt, Math.random) / ceiling,
      ).sort((a, b) => a - b);
      // Kolmogorov-Smirnov against the uniform distribution: 1.63 / sqrt(n) is p = 0.01; 2.3 leaves room for bad luck.
      const distance = Math.max(
        ...waits.map((wait, index) => Math.abs(wait - (index + 1) / waits.length)),
      );
      expect(distance).toBeLessThan(2.3 / Math.sqrt(waits.length));
    }
  });

  test("stays the same when fixed, and is never shorter than the other side asked", () => {
    expect(backoffMs({ ...policy, backoff: "fixed" }, 7, () => 1)).toBe(1000);
    expect(backoffMs(policy, 1, () => 0, 5000)).toBe(5000);
    expect(backoffMs(policy, 1, () => 0.999, 5000)).toBeLessThanOrEqual(6000);
  });
});
