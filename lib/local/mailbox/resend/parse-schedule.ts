import { Refusal } from "./refusal.ts";

const UNIT_MS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const RELATIVE = /^in (\d{1,6}) ?(s|m|h|d)(?:ec(?:ond)?s?|in(?:ute)?s?|(?:ou)?rs?|ays?)?$/i;
const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;
const HORIZON_MS = 30 * UNIT_MS.d;

const instant = (text: string, nowMs: number) => {
  const [, amount, unit] = RELATIVE.exec(text.trim()) ?? [];
  if (amount && unit)
    return nowMs + Number(amount) * UNIT_MS[unit.toLowerCase() as keyof typeof UNIT_MS];
  return ISO.test(text) ? Date.parse(text) : Number.NaN;
};

/**
 * Reads `scheduled_at`: ISO 8601 with a zone, or `in 10 min`. Returns ISO 8601 UTC. A time that has
 * passed means now. Throws a `Refusal` for anything else and beyond Resend's 30 days.
 */
export const parseSchedule = (text: string, nowMs: number): string => {
  const atMs = instant(text, nowMs);
  if (Number.isNaN(atMs))
    throw new Refusal(
      "validation_error",
      "Invalid `scheduled_at` field. Use ISO 8601 or `in 10 min`.",
    );
  if (atMs > nowMs + HORIZON_MS)
    throw new Refusal("validation_error", "The `scheduled_at` must be within 30 days from now.");
  return new Date(atMs).toISOString();
};
