import type { RunItem } from "@/lib/domain/runs/schema";

/** What the strip needs of a run. */
export type Point = Pick<
  RunItem,
  "id" | "status" | "queuedAt" | "durationMs" | "workflowName" | "error"
>;

/** A dot: `x` and `y` are shares (0–1) from the left and from the top. */
export type Dot = { point: Point; ms: number; x: number; y: number };

export type Strip = {
  fromMs: number;
  toMs: number;
  dots: Dot[];
  /** Durations on the upright axis, with their share from the top. */
  ticks: { ms: number; words: string; y: number }[];
};

/** Durations people think in. */
const ROUND: [ms: number, words: string][] = [
  [1, "1 ms"],
  [10, "10 ms"],
  [100, "100 ms"],
  [1000, "1 s"],
  [10_000, "10 s"],
  [60_000, "1 min"],
  [600_000, "10 min"],
  [3_600_000, "1 h"],
  [36_000_000, "10 h"],
  [86_400_000, "1 d"],
  [864_000_000, "10 d"],
];

const log = (ms: number) => Math.log10(Math.max(1, ms));

/** Lays runs out by when they were queued and, on a logarithmic axis, by how long they took; those under way until now. */
export const layOut = (points: readonly Point[], nowMs: number): Strip => {
  const at = points.map(({ queuedAt }) => Date.parse(queuedAt));
  const toMs = Math.max(...at, ...(points.length === 0 ? [nowMs] : []));
  const fromMs = Math.min(...at, toMs - 60_000);
  const took = points.map(
    ({ durationMs, queuedAt }) => durationMs ?? Math.max(0, nowMs - Date.parse(queuedAt)),
  );
  const low = Math.floor(Math.min(1, ...took.map(log)));
  const high = Math.max(low + 2, Math.ceil(Math.max(...took.map(log), 0)));
  const yOf = (ms: number) => 1 - (log(ms) - low) / (high - low);
  const dots = points.map((point, index) => {
    const ms = took[index] ?? 0;
    return { point, ms, x: ((at[index] ?? toMs) - fromMs) / (toMs - fromMs), y: yOf(ms) };
  });
  const round = ROUND.filter(([ms]) => log(ms) >= low && log(ms) <= high);
  const every = Math.ceil(round.length / 4);
  const ticks = round
    .filter((_, index) => index % every === 0)
    .map(([ms, words]) => ({ ms, words, y: yOf(ms) }));
  return { fromMs, toMs, dots, ticks };
};

/** The dot next to a place, at most `reach` pixels away. */
export const nearest = (
  { dots }: Strip,
  place: { x: number; y: number },
  size: { width: number; height: number },
  reach: number,
): Dot | undefined => {
  let best: Dot | undefined;
  let least = reach;
  for (const dot of dots) {
    const far = Math.hypot((dot.x - place.x) * size.width, (dot.y - place.y) * size.height);
    if (far > least) continue;
    best = dot;
    least = far;
  }
  return best;
};
