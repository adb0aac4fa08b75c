export type Format = { locale: "en" | "de"; timeZone: string };

const TAG = { en: "en-GB", de: "de-DE" } as const;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "21 Nov 2026, 09:42:35 CET": the instant in the reader's zone, the zone named. */
export const formatInstant = (iso: string, { locale, timeZone }: Format): string =>
  new Intl.DateTimeFormat(TAG[locale], {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "short",
    timeZone,
  }).format(new Date(iso));

/** "Sat 21 Nov, 09:42" for plans and axes. */
export const formatMinute = (iso: string, { locale, timeZone }: Format): string =>
  new Intl.DateTimeFormat(TAG[locale], {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    timeZone,
  }).format(new Date(iso));

/** "09:00" of an instant in the reader's zone. */
export const formatClock = (iso: string, { locale, timeZone }: Format): string =>
  new Intl.DateTimeFormat(TAG[locale], { hour: "2-digit", minute: "2-digit", timeZone }).format(
    new Date(iso),
  );

/** A place on an axis that spans `spanMs`: with seconds below ten minutes, the clock below a day, else with the day. */
export const formatAxis = (iso: string, spanMs: number, format: Format): string => {
  if (spanMs >= DAY) return formatMinute(iso, format);
  if (spanMs >= 10 * MINUTE) return formatClock(iso, format);
  return new Intl.DateTimeFormat(TAG[format.locale], {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZone: format.timeZone,
  }).format(new Date(iso));
};

/** "3 min ago", "in 2 h"; days up to a month, then the date. */
export const formatRelative = (iso: string, nowMs: number, format: Format): string => {
  const ms = nowMs - Date.parse(iso);
  const size = Math.abs(ms);
  if (size < 5 * SECOND) return "just now";
  if (size >= 30 * DAY) {
    return new Intl.DateTimeFormat(TAG[format.locale], {
      day: "numeric",
      month: "short",
      year: "numeric",
      timeZone: format.timeZone,
    }).format(new Date(iso));
  }
  const [unit, name] =
    size < MINUTE
      ? [SECOND, "s"]
      : size < HOUR
        ? [MINUTE, "min"]
        : size < DAY
          ? [HOUR, "h"]
          : [DAY, "d"];
  const amount = `${Math.floor(size / (unit as number))} ${name}`;
  return ms >= 0 ? `${amount} ago` : `in ${amount}`;
};

/** "in 2 h", and "in a moment" from five seconds before it is due on: it has not happened yet, however late it is. */
export const formatAhead = (iso: string, nowMs: number, format: Format): string =>
  Date.parse(iso) - nowMs < 5 * SECOND ? "in a moment" : formatRelative(iso, nowMs, format);

/** "840 ms", "1.4 s", "2 min 5 s", "3 h 12 min", "2 d 4 h". */
export const formatDuration = (ms: number): string => {
  if (ms < SECOND) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 10 * SECOND) return `${(ms / SECOND).toFixed(1)} s`;
  if (ms < MINUTE) return `${Math.round(ms / SECOND)} s`;
  if (ms < HOUR) return pair(ms, MINUTE, "min", SECOND, "s");
  if (ms < DAY) return pair(ms, HOUR, "h", MINUTE, "min");
  return pair(ms, DAY, "d", HOUR, "h");
};

const pair = (ms: number, big: number, bigName: string, small: number, smallName: string) => {
  const rest = Math.floor((ms % big) / small);
  return `${Math.floor(ms / big)} ${bigName}${rest > 0 ? ` ${rest} ${smallName}` : ""}`;
};

/** "12,482" or "1.2M": exact up to 99,999, shortened above. */
export const formatCount = (value: number, { locale }: Format): string =>
  new Intl.NumberFormat(TAG[locale], {
    notation: value >= 100_000 ? "compact" : "standard",
    maximumFractionDigits: 1,
  }).format(value);

/** "98.4 %" of a share between 0 and 1; 100 % only when it is all of them. */
export const formatShare = (share: number): string =>
  share >= 1 ? "100 %" : `${(Math.floor(share * 1000) / 10).toFixed(1)} %`;

/** The middle left out: "0199a1b2…9f3c". */
export const shortenId = (id: string): string =>
  id.length <= 16 ? id : `${id.slice(0, 8)}…${id.slice(-4)}`;
