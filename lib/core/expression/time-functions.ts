import type { Frame } from "./budget.ts";
import { durationMs, fieldsOf, formatInstant, Instant, parseInstant, Span } from "./instant.ts";
import { ValueProblem } from "./problem.ts";
import { kindOf, textOf } from "./values.ts";

type Run = (frame: Frame, ...args: unknown[]) => unknown;
type Define<T> = (min: number, max: number, run: Run) => T;

const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

const toInstant = (value: unknown): Instant => {
  if (value instanceof Instant) return value;
  const made =
    typeof value === "string" || typeof value === "number" ? parseInstant(value) : undefined;
  if (made) return made;
  throw new ValueProblem(`"${textOf(value).slice(0, 60)}" is no time such as 2026-01-31T09:30:00Z`);
};

const toSpan = (value: unknown): Span => {
  if (value instanceof Span) return value;
  const ms = typeof value === "string" ? durationMs(value) : undefined;
  if (ms !== undefined) return new Span(ms);
  throw new ValueProblem(`"${textOf(value).slice(0, 60)}" is no duration such as 1h30m`);
};

const zone = (value: unknown): string => {
  if (value === undefined || value === null) return "UTC";
  if (typeof value === "string") return value;
  throw new ValueProblem(`a time zone is a text, not ${kindOf(value)}`);
};

const pattern = (value: unknown): string => {
  if (typeof value === "string" && value.length <= 100) return value;
  throw new ValueProblem("a date pattern is a text of at most 100 characters, such as yyyy-MM-dd");
};

/** Functions over times and durations. Zones are IANA names, UTC where none is given; nothing reads a clock. */
export const TIME_FUNCTIONS = <T>(define: Define<T>): Record<string, T> => {
  const field = (name: string, less = 0) =>
    define(1, 2, (_, at, timeZone) => Number(fieldsOf(toInstant(at), zone(timeZone))[name]) - less);
  return {
    timestamp: define(1, 1, (_, value) => toInstant(value)),
    duration: define(1, 1, (_, value) => toSpan(value)),
    seconds: define(
      1,
      1,
      (_, value) => (value instanceof Instant ? value.ms : toSpan(value).ms) / 1000,
    ),
    formatDate: define(2, 3, (_, at, text, timeZone) =>
      formatInstant(toInstant(at), pattern(text), zone(timeZone)),
    ),
    getFullYear: field("year"),
    getMonth: field("month", 1),
    getDate: field("day"),
    getHours: field("hour"),
    getMinutes: field("minute"),
    getSeconds: field("second"),
    getDayOfWeek: define(1, 2, (_, at, timeZone) =>
      WEEKDAYS.indexOf(fieldsOf(toInstant(at), zone(timeZone)).weekday ?? ""),
    ),
  };
};
