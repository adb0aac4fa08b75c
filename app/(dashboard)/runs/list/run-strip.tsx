"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type PointerEvent, useMemo, useRef, useState } from "react";
import { cn } from "@/app/_ui/cn";
import { STATUS, type Status } from "@/app/_ui/data/status";
import { formatAxis, formatDuration, formatInstant, formatMinute } from "@/app/_ui/time/format";
import { useFormat } from "@/app/_ui/time/format-context";
import { useRunFilter } from "@/app/(dashboard)/runs/filter/use-run-filter";
import { loadRuns } from "@/app/(dashboard)/runs/list/load-runs";
import {
  type Dot,
  layOut,
  nearest,
  type Point,
  type Strip,
} from "@/app/(dashboard)/runs/list/strip";
import type { RunQuery } from "@/lib/domain/runs/schema";

const FIELDS = "id,status,queuedAt,durationMs,workflowName,error";
const MOST = 200;
const DRAG_PX = 6;
const REACH_PX = 10;

type Place = { x: number; y: number };

/** The newest runs that match as dots, by time and duration. Dragging over it narrows the list to that time. */
export const RunStrip = ({ query, nowMs }: { query: RunQuery; nowMs: number }) => {
  const { cursor: _, ...whole } = query;
  const { data } = useQuery({
    queryKey: ["runs", "strip", whole],
    queryFn: ({ signal }) =>
      loadRuns<Point>(whole, { limit: String(MOST), fields: FIELDS }, signal),
    refetchInterval: 15_000,
  });
  const strip = useMemo(() => (data?.length ? layOut(data, nowMs) : undefined), [data, nowMs]);
  return (
    <figure className="rounded-lg border border-line bg-surface px-3 pt-2 pb-1 max-sm:hidden">
      <figcaption className="flex items-baseline justify-between gap-3 text-muted text-xs">
        <span>
          {data?.length === MOST ? `Newest ${MOST} runs that match` : "Runs by time and duration"}
        </span>
        <span>Drag to choose a time</span>
      </figcaption>
      <div className="h-[104px]">{strip && <Field strip={strip} />}</div>
      {data && data.length > 0 && <Behind points={data} />}
    </figure>
  );
};

const Field = ({ strip }: { strip: Strip }) => {
  const router = useRouter();
  const format = useFormat();
  const { change } = useRunFilter();
  const box = useRef<HTMLDivElement>(null);
  const [brush, setBrush] = useState<{ from: number; to: number }>();
  const [over, setOver] = useState<Dot>();
  const placeOf = (event: PointerEvent): Place & { size: DOMRect } => {
    const size = event.currentTarget.getBoundingClientRect();
    const x = Math.min(1, Math.max(0, (event.clientX - size.left) / size.width));
    return { x, y: (event.clientY - size.top) / size.height, size };
  };
  const instant = (share: number) =>
    new Date(strip.fromMs + share * (strip.toMs - strip.fromMs)).toISOString();
  const move = (event: PointerEvent) => {
    const { size, ...place } = placeOf(event);
    if (brush) setBrush({ ...brush, to: place.x });
    else setOver(nearest(strip, place, size, REACH_PX));
  };
  const up = (event: PointerEvent) => {
    const { size, ...place } = placeOf(event);
    const [a, b] = [Math.min(brush?.from ?? 0, place.x), Math.max(brush?.from ?? 0, place.x)];
    setBrush(undefined);
    if (brush && (b - a) * size.width > DRAG_PX)
      return change({ range: null, from: instant(a), to: instant(Math.min(1, b + 0.001)) });
    const dot = nearest(strip, place, size, REACH_PX);
    if (dot) router.push(`/runs/${dot.point.id}`);
  };
  return (
    <div aria-hidden className="grid h-full grid-cols-[52px_minmax(0,1fr)] grid-rows-[1fr_20px]">
      <div className="relative text-faint text-xs">
        {strip.ticks.map(({ ms, words, y }) => (
          <span
            key={ms}
            className="tabular -translate-y-1/2 absolute right-2 whitespace-nowrap"
            style={{ top: `${8 + y * 84}%` }}
          >
            {words}
          </span>
        ))}
      </div>
      <div
        ref={box}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          const { x } = placeOf(event);
          setBrush({ from: x, to: x });
        }}
        onPointerMove={move}
        onPointerUp={up}
        onPointerCancel={() => setBrush(undefined)}
        onPointerLeave={() => setOver(undefined)}
        className={cn(
          "relative touch-none select-none",
          over ? "cursor-pointer" : "cursor-crosshair",
        )}
      >
        <svg
          aria-hidden="true"
          className="absolute inset-x-0 top-[8%] h-[84%] w-full overflow-visible"
        >
          {strip.ticks.map(({ ms, y }) => (
            <line
              key={ms}
              x1="0"
              x2="100%"
              y1={`${y * 100}%`}
              y2={`${y * 100}%`}
              className="stroke-line"
            />
          ))}
          {strip.dots.map(({ point, x, y }) => (
            <circle
              key={point.id}
              cx={`${x * 100}%`}
              cy={`${y * 100}%`}
              r={over?.point.id === point.id ? 5 : 3}
              className={cn(FILL[point.status], "stroke-surface")}
            />
          ))}
        </svg>
        {brush && (
          <span
            className="absolute inset-y-0 border-accent border-x bg-accent-soft opacity-60"
            style={{
              left: `${Math.min(brush.from, brush.to) * 100}%`,
              width: `${Math.abs(brush.to - brush.from) * 100}%`,
            }}
          />
        )}
        {over && <Tip dot={over} />}
      </div>
      <span />
      <div className="tabular flex justify-between text-faint text-xs">
        <span>{formatMinute(instant(0), format)}</span>
        <span>{formatAxis(instant(0.5), strip.toMs - strip.fromMs, format)}</span>
        <span>{formatAxis(instant(1), strip.toMs - strip.fromMs, format)}</span>
      </div>
    </div>
  );
};

const FILL: Partial<Record<Status, string>> = {
  queued: "fill-line-strong",
  running: "fill-running-fill",
  waiting: "fill-waiting-fill",
  succeeded: "fill-succeeded-fill",
  failed: "fill-failed-fill",
  cancelled: "fill-line-strong",
};

const Tip = ({ dot: { point, ms, x } }: { dot: Dot }) => (
  <span
    className={cn(
      "pointer-events-none absolute top-0 z-10 max-w-64 truncate rounded-md border border-line bg-raised px-2 py-1 text-xs shadow-raised",
      x > 0.5 ? "-translate-x-[calc(100%+10px)]" : "translate-x-2.5",
    )}
    style={{ left: `${x * 100}%` }}
  >
    {point.workflowName} · {STATUS[point.status].word} · {formatDuration(ms)}
  </span>
);

/** The same runs as a table, the slowest first. */
const Behind = ({ points }: { points: readonly Point[] }) => {
  const format = useFormat();
  const slowest = [...points].sort((a, b) => (b.durationMs ?? 0) - (a.durationMs ?? 0));
  return (
    <details className="text-sm">
      <summary className="inline-flex min-h-6 items-center text-muted text-xs underline underline-offset-2">
        Show as a table
      </summary>
      <div className="mt-1 max-h-56 overflow-y-auto">
        <table className="tabular w-full">
          <caption className="sr-only">Runs by time and duration, the slowest first</caption>
          <thead className="text-left text-muted text-xs">
            <tr>
              <th scope="col">Queued</th>
              <th scope="col">Workflow</th>
              <th scope="col">State</th>
              <th scope="col" className="text-right">
                Duration
              </th>
            </tr>
          </thead>
          <tbody>
            {slowest.map(({ id, queuedAt, workflowName, status, durationMs }) => (
              <tr key={id} className="border-line border-t">
                <td className="py-1">{formatInstant(queuedAt, format)}</td>
                <td>{workflowName}</td>
                <td>{STATUS[status].word}</td>
                <td className="text-right">
                  {durationMs === null ? "under way" : formatDuration(durationMs)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
};
