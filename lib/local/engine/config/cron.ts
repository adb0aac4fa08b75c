import { Cron } from "croner";

const FIELDS = [
  { name: "minute", min: 0, max: 59 },
  { name: "hour", min: 0, max: 23 },
  { name: "day of month", min: 1, max: 31 },
  { name: "month", min: 1, max: 12, names: "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC" },
  { name: "day of week", min: 0, max: 6, names: "SUN MON TUE WED THU FRI SAT" },
];

const MACROS: Record<string, string> = {
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
  "@monthly": "0 0 1 * *",
  "@weekly": "0 0 * * 0",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
};

/** A cron expression of five fields, checked, in the form the calculator takes. */
export type Schedule = { text: string; pattern: string; zone: string };

const fieldPart = (part: string, field: (typeof FIELDS)[number]): string => {
  const names = field.names?.split(" ") ?? [];
  const value = (text: string): number => {
    const named = names.indexOf(text.toUpperCase());
    const number = named >= 0 ? named + field.min : /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(number >= field.min && number <= field.max)) {
      throw new RangeError(`"${text}" is not a ${field.name} (${field.min}–${field.max})`);
    }
    return number;
  };
  const [range = "", step, ...rest] = part.split("/");
  if (rest.length > 0 || (step !== undefined && !(/^\d+$/.test(step) && Number(step) > 0))) {
    throw new RangeError(`"${part}" is not a ${field.name}`);
  }
  if (range === "*" || range === "?") return step ? `*/${step}` : "*";
  const [from = "", to, ...more] = range.split("-");
  if (more.length > 0) throw new RangeError(`"${part}" is not a ${field.name}`);
  const first = value(from);
  const last = to === undefined ? (step ? field.max : first) : value(to);
  if (last < first) throw new RangeError(`"${part}" ends before it begins`);
  return step ? `${first}-${last}/${step}` : first === last ? `${first}` : `${first}-${last}`;
};

/**
 * Reads "0 9 * * 1-5", optionally with a zone in front ("TZ=Europe/Berlin 0 9 * * *"), or a macro such as "@daily".
 * Throws a RangeError that says which field is wrong.
 */
export const parseCron = (text: string): Schedule => {
  const zoned = /^(?:CRON_)?TZ=(\S+)\s+(.*)$/.exec(text.trim());
  const zone = zoned?.[1] ?? "UTC";
  const body = zoned?.[2] ?? text.trim();
  const fields = (MACROS[body] ?? body).split(/\s+/);
  if (fields.length !== FIELDS.length) {
    throw new RangeError(`a cron expression has 5 fields, "${text}" has ${fields.length}`);
  }
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
  } catch {
    throw new RangeError(`"${zone}" is not a time zone`);
  }
  const pattern = FIELDS.map((field, i) =>
    (fields[i] ?? "")
      .split(",")
      .map((part) => fieldPart(part, field))
      .join(","),
  ).join(" ");
  return { text, pattern, zone };
};

/**
 * The first tick after `afterMs`, in Unix milliseconds, or null when there is none. Across the spring change of
 * daylight saving time a tick inside the missing hour runs at the end of that hour.
 */
export const nextTick = (schedule: Schedule, afterMs: number): number | null =>
  new Cron(schedule.pattern, { timezone: schedule.zone, paused: true })
    .nextRun(new Date(afterMs))
    ?.getTime() ?? null;

/**
 * Of the ticks from `fromMs`, itself one, to `nowMs` the earliest of the latest `count`; null when there is none.
 */
export const missedTick = (
  schedule: Schedule,
  fromMs: number,
  nowMs: number,
  count: number,
): number | null => {
  if (fromMs > nowMs) return null;
  const cron = new Cron(schedule.pattern, { timezone: schedule.zone, paused: true });
  const ticks = cron
    .previousRuns(count, new Date(nowMs + 1))
    .map((date) => date.getTime())
    .filter((at) => at >= fromMs);
  return ticks.length > 0 ? Math.min(...ticks) : fromMs;
};
