import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { missedTick, nextTick, parseCron } from "../../lib/local/engine/config/cron.ts";
import { durationMs, instantMs } from "../../lib/local/engine/config/duration.ts";
import { Keys } from "../../lib/local/engine/core/keys.ts";
import { seededIds, ulid, ulidMs } from "../../lib/local/engine/core/ulid.ts";
import { canonical, canonicalText } from "../../lib/local/engine/driver/canonical.ts";
import { backoffMs, retryAfterMs } from "../../lib/local/engine/schedule/backoff.ts";
import { gcra } from "../../lib/local/engine/schedule/gcra.ts";
import { type Entry, Heap } from "../../lib/local/engine/schedule/heap.ts";
import { Scheduler, type Task } from "../../lib/local/engine/schedule/scheduler.ts";
import { Timers } from "../../lib/local/engine/schedule/timers.ts";
import { arrayLiteral } from "../../lib/local/engine/store/sql.ts";

describe("durations", () => {
  test.each([
    ["30s", 30_000],
    ["1h30m", 5_400_000],
    ["1h 30m", 5_400_000],
    ["2 days", 172_800_000],
    ["10 minutes", 600_000],
    ["1.5s", 1500],
    ["250ms", 250],
    ["1w", 604_800_000],
  ])("%s is understood", (text, ms) => {
    expect(durationMs(text)).toBe(ms);
  });
  test.each(["", "0s", "soon", "5", "-1s", "1y", "1h later", "10 months"])(
    "'%s' is none",
    (text) => {
      expect(durationMs(text)).toBeNull();
    },
  );
  test("an instant is a duration from now or a date", () => {
    expect(instantMs("10s", 5)).toBe(10_005);
    expect(instantMs("1970-01-01T00:00:01.000Z", 5)).toBe(1000);
    expect(instantMs("5", 5)).toBeNull();
  });
});

describe("cron", () => {
  const next = (text: string, from: string) => {
    const at = nextTick(parseCron(text), Date.parse(from));
    return at === null ? null : new Date(at).toISOString();
  };
  test.each([
    ["* * * * *", "2026-01-01T00:00:30Z", "2026-01-01T00:01:00.000Z"],
    ["*/15 9-17 * * MON-FRI", "2026-01-03T10:00:00Z", "2026-01-05T09:00:00.000Z"],
    ["5/20 * * * *", "2026-01-01T00:06:00Z", "2026-01-01T00:25:00.000Z"],
    ["0 0 29 2 *", "2026-01-01T00:00:00Z", "2028-02-29T00:00:00.000Z"],
    ["@daily", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00.000Z"],
    ["TZ=Europe/Berlin 0 9 * * *", "2026-07-01T00:00:00Z", "2026-07-01T07:00:00.000Z"],
    ["TZ=Europe/Berlin 0 9 * * *", "2026-12-01T00:00:00Z", "2026-12-01T08:00:00.000Z"],
    ["TZ=Europe/Berlin 30 2 * * *", "2026-03-28T23:00:00Z", "2026-03-29T01:00:00.000Z"],
  ])("%s after %s", (text, from, expected) => {
    expect(next(text, from)).toBe(expected);
  });
  test.each([
    "* * * *",
    "60 * * * *",
    "* 24 * * *",
    "* * 0 * *",
    "* * * 13 *",
    "* * * * 7",
    "5-2 * * * *",
    "*/0 * * * *",
    "L * * * *",
    "TZ=Nowhere * * * * *",
    "1-2-3 * * * *",
  ])("%s is refused", (text) => {
    expect(() => parseCron(text)).toThrow(RangeError);
  });
  test("of the ticks missed, the latest ones count, and the next is no missed one", () => {
    const hourly = parseCron("0 * * * *");
    const at = (time: string) => Date.parse(`2026-01-01T${time}:00Z`);
    expect(missedTick(hourly, at("01:00"), at("05:30"), 1)).toBe(at("05:00"));
    expect(missedTick(hourly, at("01:00"), at("05:30"), 3)).toBe(at("03:00"));
    expect(missedTick(hourly, at("01:00"), at("05:30"), 9)).toBe(at("01:00"));
    expect(missedTick(hourly, at("06:00"), at("05:30"), 1)).toBeNull();
  });
});

test("a heap gives back what is in it in order, whatever was removed", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.boolean()), { maxLength: 300 }),
      (items) => {
        const heap = new Heap<number>();
        const kept: Entry<number>[] = [];
        items.forEach(([key, remove], i) => {
          const entry = heap.push(key, i);
          if (remove) heap.remove(entry);
          else kept.push(entry);
        });
        expect(heap.size).toBe(kept.length);
        const expected = kept
          .toSorted((a, b) => a.key - b.key || a.order - b.order)
          .map((entry) => entry.value);
        const popped: number[] = [];
        for (let value = heap.pop(); value !== undefined; value = heap.pop()) popped.push(value);
        expect(popped).toEqual(expected);
      },
    ),
  );
});

describe("the scheduler", () => {
  type Job = { name: string; task: Task };
  const setUp = (limit: number) => {
    const started: Job[] = [];
    const scheduler = new Scheduler<Job>(limit, (job) => started.push(job));
    const add = (name: string, task: Partial<Task> = {}, at = 0) => {
      const job = {
        name,
        task: { flow: "", priorityMs: 0, continues: false, lanes: [], queuedAt: 0, ...task },
      };
      scheduler.enqueue(job, job.task, at);
      return job;
    };
    const settle = () => new Promise((resolve) => setImmediate(resolve));
    const finish = async (job: Job | undefined) => {
      if (job) scheduler.release(job.task);
      await settle();
    };
    return { scheduler, started, add, settle, finish, names: () => started.map((job) => job.name) };
  };

  test("starts no more than its limit and the oldest first", async () => {
    const s = setUp(2);
    for (const [i, name] of ["a", "b", "c"].entries()) s.add(name, {}, i);
    await s.settle();
    expect(s.names()).toEqual(["a", "b"]);
    await s.finish(s.started[0]);
    expect(s.names()).toEqual(["a", "b", "c"]);
  });

  test("lets priority overtake within its seconds", async () => {
    const s = setUp(1);
    s.add("running");
    await s.settle();
    s.add("old", {}, 0);
    s.add("new", { priorityMs: 5000 }, 4000);
    s.add("newest", { priorityMs: 5000 }, 6000);
    for (let i = 0; i < 4; i++) await s.finish(s.started[i]);
    expect(s.names()).toEqual(["running", "new", "old", "newest"]);
  });

  test("takes turns between flows: a long queue does not push others aside", async () => {
    const s = setUp(1);
    for (let i = 0; i < 500; i++) s.add(`big${i}`, { flow: "big" }, 0);
    s.add("small0", { flow: "small" }, 100);
    s.add("small1", { flow: "small" }, 100);
    await s.settle();
    for (let i = 0; i < 12; i++) await s.finish(s.started[i]);
    expect(s.names()).toContain("small0");
    expect(s.names()).toContain("small1");
  });

  test("parks jobs of a full lane without holding up others, and wakes them in order", async () => {
    const s = setUp(10);
    const lane = { lanes: [{ key: "k", limit: 1 }] };
    for (let i = 0; i < 4; i++) s.add(`k${i}`, lane, i);
    s.add("free", {}, 9);
    await s.settle();
    expect(s.names()).toEqual(["k0", "free"]);
    await s.finish(s.started[0]);
    await s.finish(s.started[2]);
    expect(s.names()).toEqual(["k0", "free", "k1", "k2"]);
  });

  test("never passes any of two limits, and starts all in the end", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 2 })), {
          maxLength: 60,
        }),
        async (jobs) => {
          const s = setUp(5);
          const used = new Map<string, number>();
          const limits = (a: number, b: number) => [
            { key: `a${a}`, limit: 2 },
            { key: `b${b}`, limit: 1 },
          ];
          for (const [i, [a, b]] of jobs.entries()) s.add(`${i}`, { lanes: limits(a, b) }, i);
          await s.settle();
          for (let done = 0; done < s.started.length; ) {
            used.clear();
            const open = s.started.slice(done);
            expect(open.length).toBeLessThanOrEqual(5);
            for (const { task } of open) {
              for (const { key, limit } of task.lanes) {
                used.set(key, (used.get(key) ?? 0) + 1);
                expect(used.get(key)).toBeLessThanOrEqual(limit);
              }
            }
            await s.finish(s.started[done++]);
          }
          expect(s.started).toHaveLength(jobs.length);
          expect(s.scheduler.queued).toBe(0);
          expect(s.scheduler.lanes()).toEqual([]);
        },
      ),
      { numRuns: 40 },
    );
  });

  test("a job that is taken out leaves its turn to the next", async () => {
    const s = setUp(1);
    const lane = { lanes: [{ key: "k", limit: 1 }] };
    s.add("first", lane);
    await s.settle();
    const second = s.add("second", lane);
    s.add("third", lane);
    await s.settle();
    s.scheduler.remove(second);
    await s.finish(s.started[0]);
    expect(s.names()).toEqual(["first", "third"]);
  });
});

describe("rates and waits", () => {
  test("one a second means one a second; a burst lets more through at once", () => {
    const starts = (burst: number) => {
      let tat = 0;
      return Array.from({ length: 4 }, () => {
        const step = gcra(tat, 1000, { limit: 1, periodMs: 1000, burst });
        tat = step.tatMs;
        return step.atMs;
      });
    };
    expect(starts(0)).toEqual([1000, 2000, 3000, 4000]);
    expect(starts(2)).toEqual([1000, 1000, 1000, 2000]);
  });
  test("waits between tries follow the table and stay inside the jitter", () => {
    expect(backoffMs(1, 1, () => 0)).toBe(15_000);
    expect(backoffMs(1, 1, () => 0.999)).toBeLessThanOrEqual(45_000);
    expect(backoffMs(99, 1, () => 0)).toBe(7_200_000);
    expect(backoffMs(3, 0.01, () => 0)).toBe(600);
  });
  test("Retry-After is read as seconds or a date, between a second and a day", () => {
    expect(retryAfterMs("5", 0)).toBe(5000);
    expect(retryAfterMs("0", 0)).toBe(1000);
    expect(retryAfterMs("9999999", 0)).toBe(86_400_000);
    expect(retryAfterMs("1970-01-01T00:01:00Z", 0)).toBe(60_000);
    expect(retryAfterMs("soon", 0)).toBeNull();
    expect(retryAfterMs(undefined, 0)).toBeNull();
  });
  test("timers ring in order, never early, and not when cancelled", () => {
    let now = 0;
    let alarm: { at: number; fire: () => void } | null = null;
    const timers = new Timers({
      now: () => now,
      after: (ms, fire) => {
        const own = { at: now + ms, fire };
        alarm = own;
        return () => {
          if (alarm === own) alarm = null;
        };
      },
    });
    const rung: string[] = [];
    timers.at(100_000, () => rung.push(`late ${now}`));
    const dead = timers.at(50, () => rung.push("cancelled"));
    timers.at(60, () => rung.push(`early ${now}`));
    timers.cancel(dead);
    while (alarm && now < 200_000) {
      const due = alarm as { at: number; fire: () => void };
      alarm = null;
      now = due.at;
      due.fire();
    }
    expect(rung).toEqual(["early 60", "late 100000"]);
  });
});

/** The same value with the keys of every object the other way round. */
const turned = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, one]) => [key, turned(one)]),
  );
};

test("canonical JSON says the same as the value, whatever order its keys came in", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
      const parsed = JSON.parse(JSON.stringify(value));
      const text = canonical(parsed);
      expect(JSON.parse(text)).toEqual(parsed);
      expect(canonical(turned(parsed))).toBe(text);
      expect(canonicalText(JSON.stringify(turned(parsed)))).toBe(text);
    }),
  );
  expect(canonical({ b: [1, { d: null, c: "é" }], a: -0, aa: 1e21, A: true })).toBe(
    '{"A":true,"a":0,"aa":1e+21,"b":[1,{"c":"é","d":null}]}',
  );
});

test("ids carry their time, sort by it, and come back for the same seed", () => {
  const at = Date.UTC(2026, 3, 1);
  expect(ulidMs(ulid(at))).toBe(at);
  expect(ulid(at) < ulid(at + 1)).toBe(true);
  const seed = `${at},${Buffer.alloc(10, 255).toString("base64")}`;
  const ids = seededIds(seed, 300) ?? [];
  expect(seededIds(seed, 300)).toEqual(ids);
  expect(new Set(ids).size).toBe(300);
  for (const bad of [undefined, "", "1", `${at},abc`, `x,${"A".repeat(14)}`])
    expect(seededIds(bad, 1)).toBeNull();
});

test("keys expire, and say when the database has to be asked", () => {
  const keys = new Keys(2);
  keys.add("a", 100);
  keys.add("b", 100);
  expect([keys.has("a", 50), keys.has("a", 100), keys.partial(50)]).toEqual([true, false, false]);
  keys.add("c", 100);
  expect([keys.has("a", 50), keys.has("c", 50), keys.partial(50), keys.partial(100)]).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

test("what goes to the database as an array keeps its quotes, and has no NUL and no fractions", () => {
  expect(arrayLiteral(['a"b\\c', null, "", "x\u0000y", 1.6])).toBe('{"a\\"b\\\\c",NULL,"","xy",2}');
});
