import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { workedMs } from "../../lib/local/engine/driver/answer.ts";
import { AdaptiveLimit } from "../../lib/local/engine/schedule/limit.ts";
import { Pace } from "../../lib/local/engine/schedule/pace.ts";

/**
 * An application with one processor: a request waits behind the others and then works for `costMs`. `stepMs` is time
 * a step waits for something outside, which keeps the request open and the processor free.
 */
const application = (limit: AdaptiveLimit, costMs: number) => {
  let now = 0;
  let seed = 1;
  const noise = () => {
    seed = (seed * 16_807) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  return {
    /** `wanted` requests are always waiting; runs for so many answers. */
    busy: (wanted: number, answers: number) => {
      for (let i = 0; i < answers; i++) {
        const out = Math.min(wanted, limit.value);
        if (wanted > limit.value) limit.press();
        now += costMs;
        limit.sample(1 + (out - 1) * costMs * (0.8 + 0.4 * noise()), now);
      }
      return limit.value;
    },
    skip: (ms: number) => {
      now += ms;
    },
  };
};

const newLimit = () => new AdaptiveLimit({ floor: 4, ceiling: 64, slackMs: 20 });

describe("the adaptive limit", () => {
  test("falls until an application with a busy processor is prompt again, and stays there", () => {
    const limit = newLimit();
    const app = application(limit, 4);
    const settled = Array.from({ length: 20 }, () => app.busy(200, 100)).slice(5);
    expect(Math.max(...settled)).toBeLessThanOrEqual(14);
    expect(Math.min(...settled)).toBeGreaterThanOrEqual(4);
  });

  test("leaves a quick application all its places", () => {
    expect(application(newLimit(), 0.2).busy(200, 60_000)).toBe(64);
  });

  test("takes a long way to the application for what it is: not for a busy processor", () => {
    const limit = newLimit();
    for (let i = 0; i < 5_000; i++) {
      limit.press();
      limit.sample(150, i * 20);
    }
    expect(limit.value).toBe(64);
    for (let i = 5_000; i < 9_000; i++) {
      limit.press();
      limit.sample(250, i * 20);
    }
    expect(limit.value).toBeGreaterThan(60);
  });

  test("rises again when the application has become quick", () => {
    const limit = newLimit();
    expect(application(limit, 10).busy(200, 2_000)).toBeLessThan(10);
    const quick = application(limit, 0.2);
    quick.skip(1_000_000);
    expect(quick.busy(200, 60_000)).toBe(64);
  });

  test("does not rise while nothing is held back, and a single late answer changes nothing", () => {
    const limit = newLimit();
    application(limit, 10).busy(200, 2_000);
    for (let i = 0; i < 20; i++) limit.sample(1, 900_000 + i * 20);
    const before = limit.value;
    for (let i = 0; i < 500; i++) limit.sample(1, 1_000_000 + i * 20);
    expect(limit.value).toBe(before);
    const fresh = newLimit();
    for (let i = 0; i < 200; i++) fresh.sample(i === 100 ? 5_000 : 2, i * 20);
    expect(fresh.value).toBe(4);
  });

  test("stays between its bounds, whatever it is told", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.array(fc.tuple(fc.float({ noNaN: true, min: -10, max: 10_000 }), fc.nat(500)), {
          maxLength: 400,
        }),
        (ceiling, samples) => {
          const limit = new AdaptiveLimit({ floor: 4, ceiling, slackMs: 20 });
          let now = 0;
          for (const [delay, gap] of samples) {
            now += gap;
            limit.press();
            limit.sample(delay, now);
            expect(limit.value).toBeGreaterThanOrEqual(Math.min(4, ceiling));
            expect(limit.value).toBeLessThanOrEqual(ceiling);
          }
        },
      ),
    );
  });
});

describe("the pace", () => {
  const setUp = (places: number) => {
    let now = 0;
    let alarms: { at: number; fire: () => void }[] = [];
    let opened = 0;
    const pace = new Pace({
      limit: new AdaptiveLimit({ floor: places, ceiling: places, slackMs: 20 }),
      now: () => now,
      after: (ms, fire) => void alarms.push({ at: now + ms, fire }),
      opened: () => opened++,
    });
    const pass = (ms: number) => {
      now += ms;
      const due = alarms.filter(({ at }) => at <= now);
      alarms = alarms.filter(({ at }) => at > now);
      for (const { fire } of due) fire();
    };
    return { pace, pass, opened: () => opened };
  };

  test("holds back what is more than the limit, until a request ends", () => {
    const { pace } = setUp(2);
    const [a, b] = [{}, {}];
    expect(pace.open()).toBe(true);
    pace.begin(a);
    pace.begin(b);
    expect(pace.open()).toBe(false);
    pace.end(a);
    expect(pace.open()).toBe(true);
  });

  test("requests that have been out for long keep nobody out, and it says when they have become old", () => {
    const { pace, pass, opened } = setUp(2);
    pace.begin({});
    pass(200);
    pace.begin({});
    expect(pace.open()).toBe(false);
    expect(pace.open()).toBe(false);
    pass(199);
    expect(opened()).toBe(0);
    pass(2);
    expect(opened()).toBe(1);
    expect(pace.open()).toBe(true);
    pace.begin({});
    expect(pace.open()).toBe(false);
  });
});

test("the SDK's own word on how long it worked is read from its answer, and missing where it says nothing", () => {
  const worked = (timing?: string, status = 206) =>
    workedMs({
      status,
      headers: timing === undefined ? {} : { "server-timing": timing },
      body: "",
    });
  expect(worked("handler;dur=2, action;dur=37, res")).toBe(37);
  expect(worked("action")).toBe(0);
  expect(worked('reaction;dur=5, action;desc="x";dur=8')).toBe(8);
  expect(worked("handler;dur=2")).toBeNull();
  expect(worked()).toBeNull();
  expect(worked("action;dur=37", 201)).toBeNull();
});
