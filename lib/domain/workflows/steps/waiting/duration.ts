import { z } from "zod";
import { durationMs } from "@/lib/core/expression/instant";

const YEAR_MS = 366 * 86_400_000;

/** A length of time such as 30s, 10m, 1h30m or 2d, more than nothing and at most 366 days. */
export const Duration = z
  .string()
  .max(40)
  .refine((text) => {
    const ms = durationMs(text) ?? 0;
    return ms > 0 && ms <= YEAR_MS;
  }, "A duration such as 30s, 10m, 1h30m or 2d, at most 366 days.");

/** The instant a checked duration after `now`. */
export const after = (now: Date, duration: string): Date =>
  new Date(now.getTime() + (durationMs(duration) ?? 0));
