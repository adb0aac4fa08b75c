import { describe, expect, test } from "vitest";
import { cronWords } from "@/lib/domain/workflows/triggers/cron-words";
import { previewSchedule } from "@/lib/domain/workflows/triggers/preview";
import { nextShift, offsetText, wallClock } from "@/lib/domain/workflows/triggers/wall-clock";

const preview = (cron: string, timeZone: string, after: string, count = 3) =>
  previewSchedule({ cron, timeZone, count }, new Date(after));

const faces = (cron: string, timeZone: string, after: string, count?: number) =>
  preview(cron, timeZone, after, count).next.map(({ local, offset, note }) =>
    [local, offset, note].filter(Boolean).join(" "),
  );

describe("when clocks jump", () => {
  test("a time that does not exist starts right after the gap, and says so", () => {
    expect(faces("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", 2)).toEqual([
      "2026-03-29T03:00 +02:00 The clocks go forward on 29 March: 02:30 does not exist that day, so it starts at 03:00.",
      "2026-03-30T02:30 +02:00",
    ]);
  });

  test("a time that would fall on one that is there already counts for both", () => {
    const [first, second] = faces("0 2,3 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", 2);
    expect(first).toBe(
      "2026-03-29T03:00 +02:00 The clocks go forward on 29 March: 02:00 does not exist that day; 03:00 comes right after and counts for both.",
    );
    expect(second).toBe("2026-03-30T02:00 +02:00");
  });

  test("times that are left out are told at the next one", () => {
    expect(faces("*/15 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", 1)).toEqual([
      "2026-03-30T02:00 +02:00 The clocks go forward on 29 March: 02:00 does not exist that day, so it does not start then.",
    ]);
  });

  test("a time that comes twice starts once, or both times when every hour counts", () => {
    expect(faces("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", 2)).toEqual([
      "2026-10-25T02:30 +02:00 The clocks go back: 02:30 comes twice and it starts the first time only.",
      "2026-10-26T02:30 +01:00",
    ]);
    expect(faces("30 * * * *", "Europe/Berlin", "2026-10-24T23:40:00Z", 3)).toEqual([
      "2026-10-25T02:30 +02:00 The clocks go back: 02:30 comes twice and it starts both times; this is the first.",
      "2026-10-25T02:30 +01:00 The clocks go back: 02:30 comes twice and it starts both times; this is the second.",
      "2026-10-25T03:30 +01:00",
    ]);
  });

  test("half an hour, midnight and zones without summer time are told right too", () => {
    expect(faces("15 2 * * *", "Australia/Lord_Howe", "2026-10-03T00:00:00Z", 1)).toEqual([
      "2026-10-04T02:30 +11:00 The clocks go forward on 4 October: 02:15 does not exist that day, so it starts at 02:30.",
    ]);
    expect(faces("45 1 * * *", "Australia/Lord_Howe", "2026-04-04T00:00:00Z", 1)).toEqual([
      "2026-04-05T01:45 +11:00 The clocks go back: 01:45 comes twice and it starts the first time only.",
    ]);
    expect(faces("30 0 * * *", "America/Santiago", "2026-09-05T12:00:00Z", 1)).toEqual([
      "2026-09-06T01:00 -03:00 The clocks go forward on 6 September: 00:30 does not exist that day, so it starts at 01:00.",
    ]);
    for (const zone of ["UTC", "Asia/Kolkata", "America/Bogota"])
      expect(
        preview("*/30 * * * *", zone, "2026-03-28T00:00:00Z", 50).next.filter(({ note }) => note),
      ).toEqual([]);
  });

  test("the local time and the offset of every time give its instant", () => {
    for (const zone of ["Europe/Berlin", "America/St_Johns", "Pacific/Apia", "Asia/Kathmandu"])
      for (const { at, local, offset } of preview("17 */5 * * *", zone, "2026-03-20T00:00:00Z", 50)
        .next)
        expect(new Date(`${local}${offset}`).toISOString()).toBe(at);
  });

  test("a schedule that comes once in four years is told without looking at every day of them for long", () => {
    const { next } = preview("0 12 29 2 *", "Europe/Berlin", "2026-03-01T00:00:00Z", 2);
    expect(next.map(({ local }) => local)).toEqual(["2028-02-29T12:00", "2032-02-29T12:00"]);
  });

  test("a jump is found to the second, and its offsets are read before and after", () => {
    const shift = nextShift("Europe/Berlin", new Date("2026-01-01"), new Date("2026-06-01"));
    expect(shift).toEqual({
      at: new Date("2026-03-29T01:00:00Z"),
      before: 3_600_000,
      after: 7_200_000,
    });
    expect(nextShift("UTC", new Date("2026-01-01"), new Date("2027-01-01"))).toBeUndefined();
    expect(offsetText(-12_600_000)).toBe("-03:30");
    expect(wallClock("Asia/Kolkata", new Date("2026-01-01T00:00:00Z")).toISOString()).toBe(
      "2026-01-01T05:30:00.000Z",
    );
  });
});

test("a schedule is said in words", () => {
  const words: Record<string, string> = {
    "* * * * *": "Every minute",
    "*/15 * * * *": "Every 15 minutes",
    "0 * * * *": "Every hour at :00",
    "5,35 * * * *": "Every hour at :05 and :35",
    "0 */6 * * *": "Every 6 hours at :00",
    "0 9 * * *": "At 09:00 every day",
    "30 8,17 * * 1-5": "At 08:30 and 17:30 on Monday to Friday",
    "0 9 * * MON": "At 09:00 on Monday",
    "0 9 * * 0,6": "At 09:00 on Sunday and Saturday",
    "0 6 1 * *": "At 06:00 on the 1st of the month",
    "0 6 1,15,22 * *": "At 06:00 on the 1st, the 15th and the 22nd of the month",
    "0 6 1 * 1": "At 06:00 on the 1st of the month or on Monday",
    "0 0 24 12 *": "At 00:00 on the 24th of the month in December",
    "*/10 9-17 * * 1-5": "Every 10 minutes from 09:00 to 17:59 on Monday to Friday",
  };
  for (const [cron, said] of Object.entries(words)) expect(cronWords(cron), cron).toBe(said);
});

test("what is no schedule or never comes is refused with its place", () => {
  for (const [cron, timeZone, path] of [
    ["x", "UTC", "cron"],
    ["0 0 30 2 *", "UTC", "cron"],
    ["0 0 * * *", "Mars/Base", "timeZone"],
    ["0 0 0 * * *", "UTC", "cron"],
  ] as const)
    expect(() => preview(cron, timeZone, "2026-01-01T00:00:00Z")).toThrow(
      expect.objectContaining({
        code: "invalid_input",
        issues: [expect.objectContaining({ path })],
      }),
    );
});
