import type { Kernel } from "../core/kernel.ts";
import { readEvents } from "../core/memo.ts";
import type { Cancellation, Run } from "../core/model.ts";
import { ulid } from "../core/ulid.ts";
import { endRun } from "../runs/end.ts";

/** Writes down who did what. */
export const audit = (k: Kernel, action: string, target: string, detail: unknown = null): void => {
  const at = k.clock.now();
  const id = ulid(at);
  k.log.put("audit", id, { id, at, action, target, detail: JSON.stringify(detail) });
};

/** Cancels a run. Answers false when it is not live. */
export const cancelRun = (k: Kernel, id: string): boolean => {
  const run = k.runs.get(id);
  if (!run) return false;
  audit(k, "run.cancel", id);
  endRun(k, run, "Cancelled", null);
  return true;
};

const concerns = (rule: Cancellation, run: Run): boolean =>
  (rule.fn === null || rule.fn === run.fn.id) &&
  (rule.tenant === null || rule.tenant === run.tenant) &&
  (rule.from === null || run.queuedAt >= rule.from) &&
  run.queuedAt <= rule.to;

const CHUNK = 500;

/**
 * Cancels all live runs a rule concerns and keeps the rule in force for runs queued until its end. Answers how many
 * runs were cancelled. Events are read from the database where a condition needs them.
 */
export const cancelMany = async (k: Kernel, rule: Cancellation): Promise<number> => {
  const now = k.clock.now();
  audit(k, "runs.cancel", rule.id, { ...rule, condition: rule.condition?.text ?? null });
  if (rule.to > now) {
    k.cancellations.set(rule.id, rule);
    k.log.put("cancellation", rule.id, rule);
  }
  const runs = [...k.runs.values()].filter((run) => concerns(rule, run));
  let count = 0;
  for (let i = 0; i < runs.length; i += CHUNK) {
    const chunk = runs.slice(i, i + CHUNK);
    const matching = rule.condition ? await filterByEvent(k, rule, chunk) : chunk;
    for (const run of matching) {
      if (run.endedAt !== null) continue;
      endRun(k, run, "Cancelled", null);
      count++;
    }
    await k.log.settled();
  }
  return count;
};

const filterByEvent = async (k: Kernel, rule: Cancellation, runs: Run[]): Promise<Run[]> => {
  const missing = runs.flatMap((run) => (run.memo ? [] : run.eventIds.slice(0, 1)));
  const read = missing.length > 0 ? await readEvents(k, missing) : new Map();
  return runs.filter((run) => {
    const text = run.memo?.events[0]?.text ?? read.get(run.eventIds[0] ?? "")?.text;
    return text !== undefined && holds(k, rule, JSON.parse(text));
  });
};

const holds = (k: Kernel, rule: Cancellation, event: unknown): boolean => {
  try {
    return !rule.condition || Boolean(rule.condition.run({ event }, k.clock.now()));
  } catch {
    return false;
  }
};

/** Cancels a run that was just made when a rule in force concerns it. */
export const cancelIfRuled = (k: Kernel, run: Run, event: unknown): void => {
  for (const rule of k.cancellations.values()) {
    if (concerns(rule, run) && holds(k, rule, event)) {
      endRun(k, run, "Cancelled", null);
      return;
    }
  }
};

/** Ends a rule. Answers false when it is not in force. */
export const dropCancellation = (k: Kernel, id: string): boolean => {
  if (!k.cancellations.delete(id)) return false;
  k.log.delete("cancellation", id, [id]);
  audit(k, "runs.cancel.end", id);
  return true;
};
