import { rescueRuns } from "@/lib/domain/runs/watch/rescue";
import { LATE_MS, startDue } from "@/lib/domain/workflows/triggers/start-due";
import { asSystem } from "@/lib/infra/db/as-system";
import { nudgeRelay } from "@/lib/infra/events/relay";
import { partsAway } from "@/lib/infra/health/parts-away";

/**
 * Does what the engine's own clock should have done and did not: starts schedules that are two minutes late, and looks
 * after runs that went silent, as long as the engine answers. Anybody may call it at any time; every start is claimed.
 */
export const keepWatch = async (
  now = new Date(),
): Promise<{ late: number; asked: number; lost: number }> => {
  const late = await startDue(asSystem("late schedules of every tenant"), now, LATE_MS);
  const away = await partsAway();
  const rescued = away.includes("engine")
    ? { asked: 0, lost: 0 }
    : await rescueRuns(asSystem("silent runs of every tenant"), now);
  nudgeRelay();
  return { late, ...rescued };
};

const EVERY_MS = 20_000;
let lastMs = 0;

/** `keepWatch` from places that are passed often; at most every 20 seconds in a process, and never an error. */
export const glance = async (nowMs = Date.now()): Promise<void> => {
  if (nowMs - lastMs < EVERY_MS && nowMs >= lastMs) return;
  lastMs = nowMs;
  await keepWatch(new Date(nowMs)).catch(() => undefined);
};
