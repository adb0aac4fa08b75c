const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Inngest's documented waits between tries. */
const TABLE_MS = [
  15 * SECOND,
  30 * SECOND,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  20 * MINUTE,
  40 * MINUTE,
  HOUR,
  2 * HOUR,
];
const JITTER_MS = 30 * SECOND;

/** The wait before try number `attempt` (1 = the first retry), in milliseconds; `scale` shrinks it for tests. */
export const backoffMs = (attempt: number, scale: number, random: () => number): number => {
  const base = TABLE_MS[Math.min(Math.max(attempt, 1), TABLE_MS.length) - 1] ?? 2 * HOUR;
  return Math.round((base + random() * JITTER_MS) * scale);
};

/**
 * The wait a `Retry-After` value asks for, in milliseconds between 1 s and 24 h, or null when it says nothing.
 * @param value seconds, or a date (HTTP or ISO 8601)
 */
export const retryAfterMs = (value: string | undefined, nowMs: number): number | null => {
  if (!value) return null;
  const seconds = Number(value);
  const delay = Number.isFinite(seconds) ? seconds * SECOND : Date.parse(value) - nowMs;
  return Number.isNaN(delay) ? null : Math.round(Math.min(Math.max(delay, SECOND), 24 * HOUR));
};
