import { addDays, instantOf, wallClock } from "@/lib/core/local-time";
import type { When, Window } from "@/lib/domain/sequences/definition";

const UNIT_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Minutes since midnight of "HH:MM". */
const minutesOf = (clock: string): number => {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return hours * 60 + minutes;
};

/** The length of "30m", "2h", "3d" in milliseconds; a day is 24 hours here. */
export const lengthMs = (text: string): number =>
  Number(text.slice(0, -1)) * UNIT_MS[text.at(-1) as keyof typeof UNIT_MS];

/** Where the days of a sequence are counted from. Instants in milliseconds. */
type Origin = { enteredAt: number; previousAt: number; zone: string };

/** The instant a step is due; never before the step in front of it ended. */
export const dueAt = (when: When, { enteredAt, previousAt, zone }: Origin): number => {
  if ("after" in when) return previousAt + lengthMs(when.after);
  const entered = wallClock(zone, enteredAt);
  if (when.day === 0 && when.at === undefined) return Math.max(enteredAt, previousAt);
  // Without a time of day it is the time of day of the entry.
  const minutes = when.at === undefined ? entered.minutes : minutesOf(when.at);
  return Math.max(instantOf(zone, addDays(entered, when.day), minutes), previousAt);
};

/** The first instant at or after `ms` at which the window is open in `zone`. A window whose end is not after its start spans midnight. */
export const nextOpen = ({ days, from, to }: Window, zone: string, ms: number): number => {
  const [start, end] = [minutesOf(from), minutesOf(to)];
  const now = wallClock(zone, ms);
  const isAllDay = start === end;
  const spansMidnight = end <= start;
  const today = days.includes(now.weekday);
  const yesterday = days.includes(now.weekday === 1 ? 7 : now.weekday - 1);
  if (today && (isAllDay || (now.minutes >= start && (spansMidnight || now.minutes < end))))
    return ms;
  if (spansMidnight && !isAllDay && yesterday && now.minutes < end) return ms;
  for (let ahead = 0; ahead <= 8; ahead += 1) {
    const day = addDays(now, ahead);
    const opens = instantOf(zone, day, isAllDay ? 0 : start);
    if (opens > ms && days.includes(wallClock(zone, instantOf(zone, day, 720)).weekday))
      return opens;
  }
  return ms;
};
