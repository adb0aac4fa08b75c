"use client";

import { cn } from "@/app/_ui/cn";
import { STATUS } from "@/app/_ui/data/status";
import { formatDuration } from "@/app/_ui/time/format";
import {
  type Axis,
  axisOf,
  type Piece,
  piecesOf,
  stepMs,
} from "@/app/(dashboard)/runs/[id]/timeline/timeline";
import { Scale, Track } from "@/app/(dashboard)/runs/[id]/timeline/track";
import type { RunDetail, RunStep } from "@/lib/domain/runs/schema";

type Props = {
  run: RunDetail;
  nowMs: number;
  selected: string | undefined;
  onSelect: (stepId: string) => void;
};

const ROW = "grid grid-cols-[minmax(128px,32%)_minmax(0,1fr)] gap-3 px-3";

/** One row a step, its bars on the axis all share. Arrows move between rows. */
export const RunTimeline = ({ run, nowMs, selected, onSelect }: Props) => {
  const axis = axisOf(run, nowMs);
  const queued: Piece = {
    from: 0,
    to: run.startedAt ? (Date.parse(run.startedAt) - axis.startMs) / axis.spanMs : 1,
    state: "queued",
    title: "Queued",
  };
  return (
    <section
      aria-label="Timeline"
      className="min-w-0 rounded-lg border border-line bg-surface py-2"
    >
      <div className={cn(ROW, "h-6 text-faint text-xs")}>
        <span />
        <Scale axis={axis} isLive={!run.endedAt} />
      </div>
      <div className={cn(ROW, "h-8 text-muted text-xs")}>
        <span className="self-center">Queue</span>
        <Track axis={axis} pieces={[queued]} />
      </div>
      <ol>
        {run.steps.map((step) => (
          <li key={step.id}>
            <StepRow {...{ step, axis, nowMs }} on={step.id === selected} onSelect={onSelect} />
          </li>
        ))}
      </ol>
    </section>
  );
};

type RowProps = {
  step: RunStep;
  axis: Axis;
  nowMs: number;
  on: boolean;
  onSelect: Props["onSelect"];
};

const StepRow = ({ step, axis, nowMs, on, onSelect }: RowProps) => {
  const { icon: Icon, ink, word } = STATUS[step.status];
  const tookMs = stepMs(step, nowMs);
  return (
    <button
      type="button"
      aria-pressed={on}
      onClick={() => onSelect(step.id)}
      onKeyDown={(event) => walk(event.currentTarget, event.key) && event.preventDefault()}
      className={cn(
        ROW,
        "min-h-11 w-full text-left -outline-offset-2 hover:bg-hover",
        on && "bg-accent-soft hover:bg-accent-soft",
      )}
    >
      <span className="flex min-w-0 items-center gap-2">
        <Icon
          aria-hidden
          className={cn(
            "size-4 shrink-0",
            ink,
            step.status === "running" && "motion-safe:animate-spin",
          )}
        />
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">{step.name ?? step.id}</span>
          <span className="block truncate text-muted text-xs">
            <span className="font-mono">{step.type}</span>
            {step.reused && " · taken over"}
            {step.attempts > 1 && ` · ${step.attempts} attempts`}
            {step.items && ` · ${step.items.done}/${step.items.total} items`}
          </span>
        </span>
        <span className="sr-only">{word}</span>
        <span className="tabular shrink-0 text-muted text-xs">
          {tookMs === undefined ? "" : formatDuration(tookMs)}
        </span>
      </span>
      <Track axis={axis} pieces={piecesOf(step, axis, nowMs)} />
    </button>
  );
};

const walk = (row: HTMLElement, key: string): boolean => {
  const item = row.closest("li");
  const next =
    key === "ArrowDown"
      ? item?.nextElementSibling
      : key === "ArrowUp"
        ? item?.previousElementSibling
        : null;
  const button = next?.querySelector("button");
  button?.focus();
  return Boolean(button);
};
