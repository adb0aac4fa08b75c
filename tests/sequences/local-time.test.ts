import { describe, expect, test } from "vitest";
import { addDays, instantOf, wallClock } from "@/lib/core/local-time";
import { dueAt, nextOpen } from "@/lib/domain/sequences/moment";

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 0, 1);
const zones = Intl.supportedValuesOf("timeZone");
const iso = (ms: number) => new Date(ms).toISOString();

/** How far a zone's wall is from UTC at an instant, in milliseconds. */
const gapOf = (zone: string, ms: number): number => {
  const { year, month, day, minutes } = wallClock(zone, ms);
  return Date.UTC(year, month - 1, day) + minutes * 60_000 - ms;
};

/** Days of two years on which a zone's offset changes. */
const changesOf = (zone: string): number[] => {
  const gaps = Array.from({ length: 731 }, (_, day) => gapOf(zone, START + day * DAY_MS));
  return gaps.flatMap((gap, day) =>
    day < 730 && gap !== gaps[day + 1] ? [START + day * DAY_MS] : [],
  );
};

/** A first day of each zone and every day around which its wall moves. */
const edges = zones.flatMap((zone) => [START, ...changesOf(zone)].map((at) => [zone, at] as const));

describe("local time", () => {
  test("09:00 on a day is 09:00 on the wall, in every zone, around every change of two years", () => {
    const wrong: string[] = [];
    for (const [zone, change] of edges)
      for (let around = -1; around <= 2; around += 1) {
        const day = wallClock(zone, change + around * DAY_MS);
        const wall = wallClock(zone, instantOf(zone, day, 540));
        if (wall.minutes !== 540 || wall.day !== day.day) wrong.push(`${zone} ${iso(change)}`);
      }
    expect(wrong).toEqual([]);
    expect(edges.length).toBeGreaterThan(500);
  });

  test("a skipped time is the first instant after the gap, a doubled time its first", () => {
    const spring = { year: 2026, month: 3, day: 29 };
    const autumn = { year: 2026, month: 10, day: 25 };
    expect(iso(instantOf("Europe/Berlin", spring, 150))).toBe("2026-03-29T01:00:00.000Z");
    expect(iso(instantOf("Europe/Berlin", autumn, 150))).toBe("2026-10-25T00:30:00.000Z");
    // Lord Howe moves by half an hour.
    expect(iso(instantOf("Australia/Lord_Howe", { year: 2026, month: 10, day: 4 }, 135))).toBe(
      "2026-10-03T15:30:00.000Z",
    );
  });

  test("days are days of the calendar", () => {
    expect(addDays({ year: 2026, month: 12, day: 31 }, 1)).toMatchObject({
      year: 2027,
      month: 1,
      day: 1,
    });
    const entered = instantOf("Europe/Berlin", { year: 2026, month: 3, day: 27 }, 600);
    const due = dueAt(
      { day: 3, at: "09:00" },
      { enteredAt: entered, previousAt: entered, zone: "Europe/Berlin" },
    );
    expect(iso(due)).toBe("2026-03-30T07:00:00.000Z");
  });
});

describe("a send window", () => {
  const window = { days: [1, 2, 3, 4, 5], from: "09:00", to: "17:00" };

  test("never opens outside its hours, in any zone around any change", () => {
    const wrong: string[] = [];
    for (const [zone, change] of edges)
      for (let hour = -30; hour <= 54; hour += 7) {
        const asked = change + hour * 3_600_000 + 17 * 60_000;
        const opens = nextOpen(window, zone, asked);
        const { weekday, minutes } = wallClock(zone, opens);
        if (opens < asked || weekday > 5 || minutes < 540 || minutes >= 1020)
          wrong.push(`${zone} ${iso(asked)} ${iso(opens)}`);
      }
    expect(wrong).toEqual([]);
  });

  test("may span midnight, and a night belongs to the day it began", () => {
    const night = { days: [5], from: "22:00", to: "02:00" };
    const at = (day: number, minutes: number) =>
      instantOf("UTC", { year: 2026, month: 11, day }, minutes);
    // 20 November 2026 is a Friday.
    expect(nextOpen(night, "UTC", at(21, 60))).toBe(at(21, 60));
    expect(nextOpen(night, "UTC", at(21, 180))).toBe(at(27, 1320));
    expect(nextOpen(night, "UTC", at(20, 60))).toBe(at(20, 1320));
  });
});
