import type { Status } from "@/app/_ui/data/status";
import type { RunDetail, RunStep } from "@/lib/domain/runs/schema";

/** A piece of a row: `from` and `to` are shares (0–1) of the axis. */
export type Piece = { from: number; to: number; state: Status; title: string };

export type Axis = { startMs: number; spanMs: number; ticks: number[] };

const STEPS = [1, 2, 5];

/** Kinds whose time is waiting: for an hour, an answer, an event, another run. */
const WAITS = new Set(["delay", "approval", "event.wait", "workflow.run"]);

/** Round distances, four to six of them. Milliseconds from the start. */
const ticksOf = (spanMs: number): number[] => {
  const rough = spanMs / 5;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = magnitude * (STEPS.find((factor) => factor * magnitude >= rough) ?? 10);
  const count = Math.floor(spanMs / step);
  return Array.from({ length: count + 1 }, (_, index) => index * step);
};

/** The common axis of a run, from when it was queued to its end or now. */
export const axisOf = (run: RunDetail, nowMs: number): Axis => {
  const startMs = Date.parse(run.queuedAt);
  const endMs = run.endedAt ? Date.parse(run.endedAt) : nowMs;
  const spanMs = Math.max(10, endMs - startMs);
  return { startMs, spanMs, ticks: ticksOf(spanMs) };
};

const share = ({ startMs, spanMs }: Axis, at: string | number) =>
  Math.min(1, Math.max(0, ((typeof at === "number" ? at : Date.parse(at)) - startMs) / spanMs));

/** Bars of one step: each attempt, and hatched where it waited between them or on purpose. */
export const piecesOf = (step: RunStep, axis: Axis, nowMs: number): Piece[] => {
  const end = step.endedAt ?? nowMs;
  if (!step.startedAt) return [];
  const wholeState = WAITS.has(step.type) && step.status !== "failed" ? "waiting" : step.status;
  if (step.attemptLog.length === 0) {
    const title = WAITS.has(step.type) ? "Wait" : "Step";
    return [{ from: share(axis, step.startedAt), to: share(axis, end), state: wholeState, title }];
  }
  const pieces: Piece[] = [];
  let last: number | undefined;
  for (const attempt of step.attemptLog) {
    const from = share(axis, attempt.startedAt);
    const to = share(axis, attempt.endedAt ?? end);
    if (last !== undefined && from > last)
      pieces.push({
        from: last,
        to: from,
        state: "waiting",
        title: `Wait before attempt ${attempt.n}`,
      });
    const isLast = attempt === step.attemptLog.at(-1);
    const state = attempt.error ? "failed" : isLast ? wholeState : "succeeded";
    pieces.push({ from, to, state, title: `Attempt ${attempt.n}` });
    last = to;
  }
  const to = share(axis, end);
  if (last !== undefined && to > last && step.status === "waiting")
    pieces.push({ from: last, to, state: "waiting", title: "Wait before the next attempt" });
  return pieces;
};

/** How long a step took so far, in milliseconds; undefined before it began. */
export const stepMs = (step: RunStep, nowMs: number): number | undefined =>
  step.startedAt
    ? Math.max(0, (step.endedAt ? Date.parse(step.endedAt) : nowMs) - Date.parse(step.startedAt))
    : undefined;
