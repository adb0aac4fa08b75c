const UNIT_MS: Record<string, number> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

const PART = /(\d+(?:\.\d+)?)\s*([a-z]+)\s*/gy;

/** "minutes" → "m"; undefined for a unit nobody knows. */
const shortUnit = (unit: string): string | undefined => {
  if (unit in UNIT_MS) return unit;
  const long =
    /^(?:(s)ec(?:ond)?s?|(m)in(?:ute)?s?|(h)(?:ou)?rs?|(d)ays?|(w)eeks?|(m)illiseconds?)$/.exec(
      unit,
    );
  if (!long) return undefined;
  return long[6] ? "ms" : long.slice(1).find(Boolean);
};

/**
 * A length of time such as "30s", "1h30m" or "10 minutes", in milliseconds; null when it is not one or is zero.
 */
export const durationMs = (text: string): number | null => {
  const input = text.trim().toLowerCase();
  let total = 0;
  PART.lastIndex = 0;
  while (PART.lastIndex < input.length) {
    const match = PART.exec(input);
    const unit = match?.[2] && shortUnit(match[2]);
    if (!match || !unit) return null;
    total += Number(match[1]) * (UNIT_MS[unit] ?? 0);
  }
  return total > 0 ? Math.max(1, Math.round(total)) : null;
};

/** The instant a duration or an ISO 8601 date names, in Unix milliseconds; null when it names none. */
export const instantMs = (text: string, nowMs: number): number | null => {
  const duration = durationMs(text);
  if (duration !== null) return nowMs + duration;
  const instant = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(instant) ? null : instant;
};
