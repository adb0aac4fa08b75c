import { expect, test } from "vitest";
import { mailTime, type Timing } from "@/lib/domain/notifications/mail/time";

const EACH: Timing = { rhythm: "each", hour: 8, weekday: 1, quietFrom: null, quietTo: null };
const NIGHT = { quietFrom: 22 * 60, quietTo: 7 * 60 };

const at = (timing: Partial<Timing>, now: string, zone = "Europe/Berlin") =>
  mailTime({ ...EACH, ...timing }, zone, new Date(now)).toISOString();

test("without quiet hours and digest a mail goes out at once", () => {
  expect(at({}, "2026-11-21T02:00:00.000Z")).toBe("2026-11-21T02:00:00.000Z");
});

test("in quiet hours it waits for their end, before and after midnight, on the person's clock", () => {
  expect(at(NIGHT, "2026-11-21T21:30:00Z")).toBe("2026-11-22T06:00:00.000Z");
  expect(at(NIGHT, "2026-11-22T02:00:00Z")).toBe("2026-11-22T06:00:00.000Z");
  expect(at(NIGHT, "2026-11-22T06:00:00Z")).toBe("2026-11-22T06:00:00.000Z");
  expect(at({ quietFrom: 12 * 60, quietTo: 13 * 60 }, "2026-11-21T11:30:00Z")).toBe(
    "2026-11-21T12:00:00.000Z",
  );
  expect(at(NIGHT, "2026-11-21T21:30:00Z", "America/New_York")).toBe("2026-11-21T21:30:00.000Z");
});

test("a daily digest comes at the next such hour, a weekly one on the next such day", () => {
  expect(at({ rhythm: "daily" }, "2026-11-21T06:59:00Z")).toBe("2026-11-21T07:00:00.000Z");
  expect(at({ rhythm: "daily" }, "2026-11-21T07:00:01Z")).toBe("2026-11-22T07:00:00.000Z");
  // 21 November 2026 is a Saturday.
  expect(at({ rhythm: "weekly" }, "2026-11-21T07:00:00Z")).toBe("2026-11-23T07:00:00.000Z");
  expect(at({ rhythm: "weekly", weekday: 6 }, "2026-11-21T07:00:01Z")).toBe(
    "2026-11-28T07:00:00.000Z",
  );
});

test("a digest keeps its hour on the clock when the clocks change, and one inside a gap comes right after it", () => {
  expect(at({ rhythm: "daily" }, "2026-03-28T08:00:00Z")).toBe("2026-03-29T06:00:00.000Z");
  expect(at({ rhythm: "daily", hour: 2 }, "2026-03-28T08:00:00Z")).toBe("2026-03-29T01:00:00.000Z");
});

test("a digest whose hour is a quiet one comes when the quiet hours end", () => {
  expect(at({ rhythm: "daily", hour: 6, ...NIGHT }, "2026-11-21T12:00:00Z")).toBe(
    "2026-11-22T06:00:00.000Z",
  );
});
