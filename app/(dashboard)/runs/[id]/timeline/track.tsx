import { cn } from "@/app/_ui/cn";
import type { Status } from "@/app/_ui/data/status";
import { formatDuration } from "@/app/_ui/time/format";
import type { Axis, Piece } from "@/app/(dashboard)/runs/[id]/timeline/timeline";

const FILL: Record<Status, string> = {
  queued: "bg-pressed",
  pending: "bg-pressed",
  running: "bg-running-fill",
  waiting: "hatched",
  succeeded: "bg-succeeded-fill",
  failed: "bg-failed-fill",
  skipped: "bg-line-strong",
  cancelled: "bg-line-strong",
  draft: "",
  live: "",
  paused: "",
  archived: "",
};

const percent = (value: number) => `${(value * 100).toFixed(3)}%`;

/** The bars of one row over the grid of the axis. */
export const Track = ({ axis, pieces }: { axis: Axis; pieces: Piece[] }) => (
  <span aria-hidden className="relative block min-h-7">
    {axis.ticks.map((tick) => (
      <span
        key={tick}
        className="absolute inset-y-0 w-px bg-line"
        style={{ left: percent(tick / axis.spanMs) }}
      />
    ))}
    {pieces.map(({ from, to, state, title }) => (
      <span
        key={title + from}
        title={`${title}: ${formatDuration((to - from) * axis.spanMs)}`}
        className={cn("-translate-y-1/2 absolute top-1/2 h-3 min-w-[3px] rounded-sm", FILL[state])}
        style={{ left: percent(Math.min(from, 0.995)), width: percent(to - from) }}
      />
    ))}
  </span>
);

/** The axis: distances from the start, and a dot at the live end. */
export const Scale = ({ axis, isLive }: { axis: Axis; isLive: boolean }) => (
  <span aria-hidden className="relative block h-5">
    {axis.ticks.map((tick, index) => (
      <span
        key={tick}
        className={cn(
          "tabular absolute whitespace-nowrap",
          index % 2 === 1 && "max-sm:hidden",
          tick / axis.spanMs > 0.9 && "max-sm:hidden",
        )}
        style={tick / axis.spanMs > 0.9 ? { right: 0 } : { left: percent(tick / axis.spanMs) }}
      >
        {formatDuration(tick)}
      </span>
    ))}
    {isLive && <span className="absolute right-0 bottom-0 size-1.5 rounded-full bg-running" />}
  </span>
);
