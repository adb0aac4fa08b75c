import { STATUS, type Status } from "@/app/_ui/data/status";
import type { RunDetail, RunStep } from "@/lib/domain/runs/schema";

export type Line = {
  key: string;
  at: string;
  /** From when the run was queued. */
  sinceMs: number;
  step?: { id: string; name: string };
  state: Status;
  text: string;
  data?: unknown;
};

type Raw = Omit<Line, "key" | "sinceMs">;

const ofStep = (step: RunStep): Raw[] => {
  const who = { id: step.id, name: step.name ?? step.id };
  const lines: Raw[] = [];
  const say = (at: string | null | undefined, state: Status, text: string, data?: unknown) => {
    if (at) lines.push({ at, step: who, state, text, ...(data !== undefined && { data }) });
  };
  if (step.reused) {
    say(step.endedAt, step.status, "Taken over from the run that was replayed");
    return lines;
  }
  say(step.startedAt, "running", "Started");
  const { attemptLog } = step;
  if (attemptLog.length > 1)
    for (const { n, startedAt } of attemptLog) say(startedAt, "running", `Attempt ${n}`);
  for (const { at, message, data } of step.logs) say(at, "pending", message, data);
  for (const { n, startedAt, endedAt, error } of attemptLog)
    if (error) say(endedAt ?? startedAt, "failed", `Attempt ${n} failed: ${error.message}`);
  const why = step.error ? `: ${step.error.message}` : "";
  say(step.endedAt, step.status, `${STATUS[step.status].word}${why}`);
  return lines;
};

/** Everything a run's history tells, in the order of time. */
export const logOf = (run: RunDetail): Line[] => {
  const whole: Raw[] = [{ at: run.queuedAt, state: "queued", text: "Queued" }];
  if (run.startedAt) whole.push({ at: run.startedAt, state: "running", text: "Started" });
  const end: Raw[] = run.endedAt
    ? [{ at: run.endedAt, state: run.status, text: STATUS[run.status].word }]
    : [];
  const startMs = Date.parse(run.queuedAt);
  // Sorting keeps the order of what happened in the same millisecond.
  return [...whole, ...run.steps.flatMap(ofStep), ...end]
    .map((line, index) => ({ line, index, ms: Date.parse(line.at) }))
    .sort((a, b) => a.ms - b.ms || a.index - b.index)
    .map(({ line, index, ms }) => ({ ...line, key: String(index), sinceMs: ms - startMs }));
};
