import { ValueProblem } from "./problem.ts";

const MS_MAX = 8_640_000_000_000_000;

/** A point in time, milliseconds since 1970 UTC. Written as ISO 8601 UTC. */
export class Instant {
  readonly ms: number;
  constructor(ms: number) {
    if (!(Math.abs(ms) <= MS_MAX)) throw new ValueProblem("the time is out of range");
    this.ms = ms;
  }
  toString(): string {
    return new Date(this.ms).toISOString();
  }
  toJSON(): string {
    return this.toString();
  }
}

/** A length of time in milliseconds. Written in seconds, as CEL does: `5400s`. */
export class Span {
  readonly ms: number;
  constructor(ms: number) {
    this.ms = ms;
  }
  toString(): string {
    return `${this.ms / 1000}s`;
  }
  toJSON(): string {
    return this.toString();
  }
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;
// Without an offset the host's zone would decide, and the same input would give two outputs.
const DATE_TIME = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/;

/** ISO 8601 with an offset, a plain date (midnight UTC), or Unix seconds. Undefined for anything else. */
export const parseInstant = (value: string | number): Instant | undefined => {
  if (typeof value === "number") return new Instant(value * 1000);
  const text = value.trim();
  if (!DATE.test(text) && !DATE_TIME.test(text)) return undefined;
  const ms = Date.parse(text.replace(" ", "T"));
  return Number.isNaN(ms) ? undefined : new Instant(ms);
};

const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const PART = /(\d+(?:\.\d+)?)(ms|s|m|h|d)/gy;

/** Milliseconds of `1d`, `1h30m`, `250ms` or `-5s`; undefined when the text is no duration. */
export const durationMs = (text: string): number | undefined => {
  const body = text.trim().replace(/^-/, "");
  let ms = 0;
  let read = 0;
  for (const [part, amount, unit] of body.matchAll(PART)) {
    ms += Number(amount) * (UNITS[unit ?? ""] ?? 0);
    read += part.length;
  }
  if (read === 0 || read !== body.length) return undefined;
  return text.trim().startsWith("-") ? -ms : ms;
};

const formatters = new Map<string, Intl.DateTimeFormat>();

const formatterFor = (timeZone: string): Intl.DateTimeFormat => {
  const known = formatters.get(timeZone);
  if (known) return known;
  const numeric = "2-digit" as const;
  try {
    const fields = { year: "numeric", month: numeric, day: numeric, hour: numeric } as const;
    const rest = { minute: numeric, second: numeric, weekday: "short", hourCycle: "h23" } as const;
    const made = new Intl.DateTimeFormat("en-US", { ...fields, ...rest, timeZone });
    if (formatters.size >= 100) formatters.clear();
    formatters.set(timeZone, made);
    return made;
  } catch {
    throw new ValueProblem(`"${timeZone.slice(0, 64)}" is not a time zone`);
  }
};

/** The calendar fields of an instant in a zone, as two-digit texts (year four, weekday `Mon`). */
export const fieldsOf = ({ ms }: Instant, timeZone: string): Record<string, string> =>
  Object.fromEntries(
    formatterFor(timeZone)
      .formatToParts(ms)
      .map(({ type, value }) => [type, value]),
  );

/** Fills yyyy MM dd HH mm ss and EEE of a pattern; every other character stays. */
export const formatInstant = (instant: Instant, pattern: string, timeZone: string): string => {
  const { year = "", month, day, hour, minute, second, weekday } = fieldsOf(instant, timeZone);
  const values: Record<string, string | undefined> = {
    yyyy: year.padStart(4, "0"),
    MM: month,
    dd: day,
    HH: hour,
    mm: minute,
    ss: second,
    EEE: weekday,
  };
  return pattern.replace(/yyyy|MM|dd|HH|mm|ss|EEE/g, (token) => values[token] ?? token);
};
