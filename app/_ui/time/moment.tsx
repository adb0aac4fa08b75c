"use client";

import { useSyncExternalStore } from "react";
import { formatAhead, formatInstant, formatRelative } from "@/app/_ui/time/format";
import { useFormat } from "@/app/_ui/time/format-context";

const TICK_MS = 1000;
let now = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

const subscribe = (listener: () => void) => {
  now = Date.now();
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const tell of listeners) tell();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
};

// In the browser it moves on with the tick only; on the server each page is rendered once, at its own time.
const readNow = () => (typeof window === "undefined" ? Date.now() : now);

/**
 * The current time in Unix milliseconds, moving on each second. One timer serves the page. `renderedAtMs`, taken on the
 * server, makes the browser's first drawing equal to the server's where positions depend on the time.
 */
export const useNow = (renderedAtMs?: number): number =>
  useSyncExternalStore(subscribe, readNow, () => renderedAtMs ?? readNow());

/**
 * A relative time; the absolute one, zone named, is its title and what screen readers get. `ahead` is for what is still
 * to come: close to its time, or a little late, it is due "in a moment".
 */
export const Moment = ({
  at,
  absent = "–",
  ahead = false,
}: {
  at: string | null | undefined;
  absent?: string;
  ahead?: boolean;
}) => {
  const format = useFormat();
  const nowMs = useNow();
  if (!at) return <span className="text-faint">{absent}</span>;
  return (
    <time
      dateTime={at}
      title={formatInstant(at, format)}
      suppressHydrationWarning
      className="tabular whitespace-nowrap"
    >
      {ahead ? formatAhead(at, nowMs, format) : formatRelative(at, nowMs, format)}
    </time>
  );
};
