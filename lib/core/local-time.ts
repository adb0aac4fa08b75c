/** A day of the calendar, months from 1. */
export type Day = { year: number; month: number; day: number };

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Throws RangeError for a zone that IANA does not know. */
const formatOf = (zone: string): Intl.DateTimeFormat => {
  const known = formats.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  formats.set(zone, format);
  return format;
};

// Offsets change at whole quarters of an hour; each zone keeps those it was asked for lately.
const QUARTER_MS = HOUR_MS / 4;
const OFFSETS_MAX = 50_000;
const offsets = new Map<string, Map<number, number>>();

const readOffset = (zone: string, ms: number): number => {
  const part: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(ms)) part[type] = Number(value);
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - ms;
};

/** Milliseconds that clocks on the wall of `zone` (IANA) are ahead of UTC at an instant. */
export const offsetMs = (zone: string, ms: number): number => {
  const quarter = Math.floor(ms / QUARTER_MS);
  let known = offsets.get(zone);
  if (!known) {
    known = new Map();
    offsets.set(zone, known);
  }
  const found = known.get(quarter);
  if (found !== undefined) return found;
  if (known.size >= OFFSETS_MAX) known.clear();
  const offset = readOffset(zone, quarter * QUARTER_MS);
  known.set(quarter, offset);
  return offset;
};

const fields = (wallMs: number) => {
  const at = new Date(wallMs);
  return {
    year: at.getUTCFullYear(),
    month: at.getUTCMonth() + 1,
    day: at.getUTCDate(),
    /** Monday is 1, Sunday 7 (ISO 8601). */
    weekday: at.getUTCDay() || 7,
    minutes: at.getUTCHours() * 60 + at.getUTCMinutes(),
  };
};

/** What calendar and clock on the wall of `zone` say at an instant; `minutes` since midnight. */
export const wallClock = (zone: string, ms: number): ReturnType<typeof fields> =>
  fields(ms + offsetMs(zone, ms));

/** The day `count` days after another; days of the calendar, not of 24 hours. */
export const addDays = ({ year, month, day }: Day, count: number): Day =>
  fields(Date.UTC(year, month - 1, day + count));

/**
 * The instant at which the clock of `zone` shows `minutes` since midnight on `day`. A time that the zone skips is the
 * first instant after the gap; a time that comes twice is its first.
 */
export const instantOf = (zone: string, { year, month, day }: Day, minutes: number): number => {
  const wall = Date.UTC(year, month - 1, day) + minutes * 60_000;
  // The two offsets that can hold around this time, the earlier instant first.
  const candidates = [wall - offsetMs(zone, wall - DAY_MS), wall - offsetMs(zone, wall + DAY_MS)]
    .filter((ms) => ms + offsetMs(zone, ms) === wall)
    .sort((a, b) => a - b);
  if (candidates[0] !== undefined) return candidates[0];
  let [before, after] = [
    wall - offsetMs(zone, wall - DAY_MS),
    wall - offsetMs(zone, wall + DAY_MS),
  ];
  if (before > after) [before, after] = [after, before];
  // Skipped: the change lies between the two; the first instant whose clock is past the wanted time.
  let low = before - DAY_MS / 24;
  let high = after + DAY_MS / 24;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (middle + offsetMs(zone, middle) >= wall) high = middle;
    else low = middle;
  }
  return high;
};
