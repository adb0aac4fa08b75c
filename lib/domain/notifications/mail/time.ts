import { addDays, instantOf, wallClock } from "@/lib/core/local-time";

/** When a person wants mails. Quiet hours are minutes since midnight and may reach over it; null means none. */
export type Timing = {
  rhythm: "each" | "daily" | "weekly";
  hour: number;
  weekday: number;
  quietFrom: number | null;
  quietTo: number | null;
};

const afterQuiet = ({ quietFrom: from, quietTo: to }: Timing, zone: string, ms: number): number => {
  if (from === null || to === null) return ms;
  const wall = wallClock(zone, ms);
  const { minutes } = wall;
  const isQuiet = from < to ? minutes >= from && minutes < to : minutes >= from || minutes < to;
  if (!isQuiet) return ms;
  // The clock may jump over the end; the first instant past it counts.
  return Math.max(ms, instantOf(zone, minutes < to ? wall : addDays(wall, 1), to));
};

const nextDigest = ({ rhythm, hour, weekday }: Timing, zone: string, ms: number): number => {
  const today = wallClock(zone, ms);
  const ahead = rhythm === "daily" ? 0 : (weekday - today.weekday + 7) % 7;
  const first = instantOf(zone, addDays(today, ahead), hour * 60);
  return first >= ms
    ? first
    : instantOf(zone, addDays(today, ahead + (rhythm === "daily" ? 1 : 7)), hour * 60);
};

/** The instant from which something that happens `now` may be mailed, on the clock of an IANA zone. */
export const mailTime = (timing: Timing, zone: string, now: Date): Date => {
  const ms = now.getTime();
  const due = timing.rhythm === "each" ? ms : nextDigest(timing, zone, ms);
  return new Date(afterQuiet(timing, zone, due));
};
