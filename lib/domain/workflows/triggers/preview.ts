import { AppError } from "@/lib/core/errors";
import { nextTimes, scheduleProblems } from "@/lib/domain/workflows/definition/schedule";
import type { SchedulePreview } from "@/lib/domain/workflows/schema";
import { cronWords } from "@/lib/domain/workflows/triggers/cron-words";
import {
  nextShift,
  offsetMs,
  offsetText,
  type Shift,
  wallClock,
} from "@/lib/domain/workflows/triggers/wall-clock";

const HOURS_4 = 4 * 3_600_000;

const clock = (wall: Date) => wall.toISOString().slice(11, 16);
const day = (wall: Date) =>
  wall.toLocaleDateString("en-GB", { day: "numeric", month: "long", timeZone: "UTC" });

/** The schedule's times on the clock face between two readings of it, as if the clocks never jumped. */
const facesBetween = (cron: string, from: number, to: number): Date[] =>
  nextTimes(cron, "UTC", new Date(from - 1000), 100).filter((at) => at.getTime() < to);

const skipped = (cron: string, { at, before, after }: Shift): Date | undefined => {
  const face = at.getTime() + before;
  return after > before ? facesBetween(cron, face, face + after - before)[0] : undefined;
};

/** What the clocks do to one time of a schedule, if anything; `from` is the time before it. */
const remark = (cron: string, timeZone: string, from: Date, at: Date): string | undefined => {
  const shift = nextShift(timeZone, from, at);
  const lost = shift && skipped(cron, shift);
  if (shift && lost) {
    const jump = `The clocks go forward on ${day(lost)}: ${clock(lost)} does not exist that day`;
    const moved = shift.at.getTime() === at.getTime();
    const wall = new Date(shift.at.getTime() + shift.after);
    const own = moved && facesBetween(cron, wall.getTime(), wall.getTime() + 60_000).length > 0;
    if (own) return `${jump}; ${clock(wall)} comes right after and counts for both.`;
    return moved
      ? `${jump}, so it starts at ${clock(wall)}.`
      : `${jump}, so it does not start then.`;
  }
  return doubled(cron, timeZone, at);
};

const doubled = (cron: string, timeZone: string, at: Date): string | undefined => {
  const around = [new Date(at.getTime() - HOURS_4), new Date(at.getTime() + HOURS_4)] as const;
  const shift = nextShift(timeZone, ...around);
  if (!shift || shift.after >= shift.before) return undefined;
  const gap = shift.before - shift.after;
  const isFirst = at < shift.at && at.getTime() + gap >= shift.at.getTime();
  const isSecond = at >= shift.at && at.getTime() - gap < shift.at.getTime();
  if (!isFirst && !isSecond) return undefined;
  const face = clock(wallClock(timeZone, at));
  const twin = new Date(at.getTime() + (isFirst ? gap : -gap));
  const [next] = nextTimes(cron, timeZone, new Date(twin.getTime() - 1000), 1);
  const both = next?.getTime() === twin.getTime();
  if (!both) return `The clocks go back: ${face} comes twice and it starts the first time only.`;
  return `The clocks go back: ${face} comes twice and it starts both times; this is the ${isFirst ? "first" : "second"}.`;
};

type Asked = { cron: string; timeZone: string; count: number };

/**
 * A schedule in words and its next `count` times after `after`, each as instant, local time and offset, with a remark
 * where the zone's clocks jump. Throws invalid_input when it is no schedule or never comes.
 */
export const previewSchedule = (
  { cron, timeZone, count }: Asked,
  after = new Date(),
): SchedulePreview => {
  const problems = scheduleProblems(cron, timeZone);
  if (problems.length > 0)
    throw new AppError("invalid_input", problems.map(({ message }) => message).join(" "), {
      issues: problems.map(({ field, message }) => ({
        path: field,
        code: field === "cron" ? "invalid_cron" : "invalid_time_zone",
        message,
      })),
    });
  const times = nextTimes(cron, timeZone, after, count);
  const next = times.map((at, index) => {
    const note = remark(cron, timeZone, times[index - 1] ?? after, at);
    return {
      at: at.toISOString(),
      local: wallClock(timeZone, at).toISOString().slice(0, 16),
      offset: offsetText(offsetMs(timeZone, at)),
      ...(note && { note }),
    };
  });
  return { words: cronWords(cron), timeZone, next };
};
