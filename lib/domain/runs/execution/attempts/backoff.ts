import type { RetryPolicy } from "@/lib/domain/runs/execution/plan";

/**
 * Milliseconds until the next attempt after the `attempt`th (1-based) failed: full jitter, a random share of the
 * backoff (reliability RT-1). What the other side asked for is kept, with up to a second on top (RT-2).
 */
export const backoffMs = (
  { backoff, initialMs, maxMs }: RetryPolicy,
  attempt: number,
  random: () => number,
  askedMs?: number,
): number => {
  if (askedMs !== undefined) return askedMs + random() * 1000;
  const ceiling = backoff === "fixed" ? initialMs : initialMs * 2 ** Math.min(attempt - 1, 30);
  return random() * Math.min(ceiling, maxMs);
};
