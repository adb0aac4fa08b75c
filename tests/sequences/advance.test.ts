import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { instantOf, wallClock } from "@/lib/core/local-time";
import { advance, CAPS, enter, type Facts } from "@/lib/domain/sequences/advance";
import { armOf, isHeldOut } from "@/lib/domain/sequences/assign";
import { SequenceDefinition } from "@/lib/domain/sequences/definition";
import { simulate } from "@/lib/domain/sequences/simulate";
import { timeline } from "@/lib/domain/sequences/timeline";

const DAY_MS = 86_400_000;
const day = (key: string, when: object, more: object = {}) => ({
  key,
  type: "mail",
  when,
  content: { subject: key, body: key },
  ...more,
});
const welcome = SequenceDefinition.parse({
  schemaVersion: 1,
  name: "Welcome",
  category: "lifecycle",
  entry: { event: "user.signed-up" },
  goal: { event: "run.succeeded" },
  holdout: 0,
  window: { from: "09:00", to: "17:00" },
  steps: [
    day("welcome", { day: 0 }),
    day("day-1", { day: 1, at: "09:00" }),
    { key: "first-run", type: "wait", event: "run.succeeded", until: { day: 3, at: "10:00" } },
    day("day-3", { day: 3, at: "10:00" }, { if: "person.runs == 0" }),
    day("day-7", { day: 7, at: "09:30" }),
  ],
});
const person = {
  enteredAt: Date.UTC(2026, 2, 26, 9, 30),
  zone: "Europe/Berlin",
  arm: null,
  isHeldOut: false,
  scope: { person: { runs: 0 } },
};
const told = (moments: ReturnType<typeof timeline>) =>
  moments.map(({ at, stepKey, what, reason }) => [
    new Date(at).toISOString().slice(0, 16),
    stepKey,
    what,
    reason,
  ]);

describe("a person's way through a sequence", () => {
  test("goes by local calendar days over a clock change, and ends", () => {
    expect(told(timeline(welcome, person, person.enteredAt + 30 * DAY_MS))).toEqual([
      ["2026-03-26T09:30", "welcome", "send", null],
      ["2026-03-27T09:30", "day-1", "send", null],
      ["2026-03-29T08:00", "first-run", "pass", "run.succeeded did not come"],
      ["2026-03-29T08:00", "day-3", "send", null],
      ["2026-04-02T09:30", "day-7", "send", null],
      ["2026-04-02T09:30", null, "complete", null],
    ]);
  });

  test("says why a mail is passed over and why it ends", () => {
    const active = { ...person, scope: { person: { runs: 2 } } };
    const reasons = timeline(welcome, active, person.enteredAt + 30 * DAY_MS).map(
      ({ reason }) => reason,
    );
    expect(reasons).toContain("its condition is not met");
    const goal = timeline(welcome, person, person.enteredAt + 30 * DAY_MS, (_at, now) => ({
      goalReached: now > person.enteredAt + DAY_MS,
    }));
    expect(goal.at(-1)).toMatchObject({ what: "exit", reason: "goal reached" });
    const held = timeline(welcome, { ...person, isHeldOut: true }, person.enteredAt + 30 * DAY_MS);
    expect(held.some(({ what }) => what === "send")).toBe(false);
  });

  test("whatever comes when: nothing after an exit, nothing outside the window, no cap broken, each step once", () => {
    const zones = Intl.supportedValuesOf("timeZone");
    fc.assert(
      fc.property(
        fc.record({
          enteredAt: fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) }),
          zone: fc.constantFrom(...zones),
          blockedAfter: fc.option(fc.integer({ min: 0, max: 10 * DAY_MS }), { nil: undefined }),
          mailedBefore: fc.array(fc.integer({ min: 1, max: 6 * DAY_MS }), { maxLength: 4 }),
        }),
        ({ enteredAt, zone, blockedAfter, mailedBefore }) => {
          const mailed = mailedBefore.map((ms) => enteredAt - ms);
          const blockedAt =
            blockedAfter === undefined ? Number.POSITIVE_INFINITY : enteredAt + blockedAfter;
          const world = (_at: unknown, now: number): Partial<Facts> =>
            now >= blockedAt ? { blocked: "unsubscribed" } : {};
          const moments = timeline(
            welcome,
            { ...person, enteredAt, zone, mailed },
            enteredAt + 60 * DAY_MS,
            world,
          );
          const sends = moments.filter(({ what }) => what === "send");
          expect(new Set(sends.map(({ stepKey }) => stepKey)).size).toBe(sends.length);
          for (const { at } of sends) {
            const { minutes } = wallClock(zone, at);
            expect(minutes >= 540 && minutes < 1020).toBe(true);
            expect(at).toBeLessThan(blockedAt);
          }
          for (const { count, withinMs } of CAPS)
            for (const { at } of sends) {
              const all = [...mailed, ...sends.map((send) => send.at)];
              expect(
                all.filter((other) => other > at - withinMs && other < at).length,
              ).toBeLessThan(count);
            }
        },
      ),
      { numRuns: 400 },
    );
  });

  test("deciding again decides the same, and only time and facts matter", () => {
    const at = enter(welcome, person);
    const facts = { mailed: [], scope: person.scope };
    const early = advance(welcome, at, facts, person.enteredAt - 1);
    expect(early).toMatchObject({ do: "hold", reason: "not due" });
    expect(advance(welcome, at, facts, person.enteredAt)).toEqual(
      advance(welcome, at, facts, person.enteredAt),
    );
    const night = instantOf("Europe/Berlin", { year: 2026, month: 3, day: 26 }, 1300);
    expect(advance(welcome, at, facts, night)).toMatchObject({
      do: "hold",
      reason: "outside the window",
    });
    expect(advance(welcome, at, facts, person.enteredAt + 80 * 3_600_000)).toMatchObject({
      do: "pass",
      reason: "too late",
    });
  });
});

describe("assignment", () => {
  const experiment = (id: string) => ({
    id,
    arms: [
      { key: "a", weight: 1 },
      { key: "b", weight: 1 },
    ],
  });

  test("is stable, even, and independent between experiments", () => {
    const people = Array.from({ length: 20_000 }, (_, index) => `person-${index}`);
    const agree = people.filter(
      (id) => armOf(experiment("one"), id) === armOf(experiment("two"), id),
    ).length;
    const inA = people.filter((id) => armOf(experiment("one"), id) === "a").length;
    expect(agree / people.length).toBeCloseTo(0.5, 1);
    expect(inA / people.length).toBeCloseTo(0.5, 1);
    expect(armOf(experiment("one"), "person-7")).toBe(armOf(experiment("one"), "person-7"));
    const held = people.filter((id) => isHeldOut("sequence", 0.05, id)).length;
    expect(Math.abs(held / people.length - 0.05)).toBeLessThan(0.01);
  });
});

describe("a simulation", () => {
  test("of many people adds up to what the single ways say, and sends nothing", () => {
    const people = Array.from({ length: 500 }, (_, index) => ({
      id: `p${index}`,
      zone: index % 2 ? "America/New_York" : "Asia/Kolkata",
      enteredAt: person.enteredAt + index * 60_000,
      scope: { person: { runs: index % 3 } },
    }));
    const result = simulate("s", { ...welcome, holdout: 0.2 }, people, 14);
    expect(result.people).toBe(500);
    const sent = Object.values(result.steps).reduce((sum, step) => sum + step.sent, 0);
    expect(sent).toBe(result.sent);
    expect(result.sentByDay.reduce((sum, count) => sum + count, 0)).toBe(result.sent);
    expect(Object.values(result.ends).reduce((sum, count) => sum + count, 0)).toBe(500);
    expect(result.heldOut).toBeGreaterThan(60);
  });
});
