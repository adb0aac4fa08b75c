"use client";

import { useCallback, useEffect, useMemo, useState } from "react";
import type { StepState } from "@/app/_ui/canvas/canvas-props";
import { send } from "@/app/_ui/http/send";
import { formatRelative } from "@/app/_ui/time/format";
import { useFormat } from "@/app/_ui/time/format-context";
import type { RunDetail } from "@/lib/domain/runs/schema";

/** Data expressions are shown with: what started a run, and what each step of it gave. */
export type Sample = { trigger: Record<string, unknown>; steps: Record<string, unknown> };

const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const sampleOf = (run: RunDetail): Sample => ({
  trigger: isFields(run.trigger) ? run.trigger : {},
  steps: Object.fromEntries(
    run.steps.map(({ id, output, error, status }) => [id, { output, error, status }]),
  ),
});

const pinKey = (workflowId: string) => `steward:sample:${workflowId}`;

/** A sample from a text; undefined when it is none. */
export const readSample = (text: string): Sample | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    if (!isFields(value)) return undefined;
    const { trigger = {}, steps = {} } = value;
    return isFields(trigger) && isFields(steps) ? { trigger, steps } : undefined;
  } catch {
    return undefined;
  }
};

/** The data of the last run, read once the page is there, or what this browser has pinned in its place. */
export const useSample = (workflowId: string, lastRunId: string | undefined) => {
  const format = useFormat();
  const [run, setRun] = useState<RunDetail>();
  const [pinned, setPinned] = useState<Sample>();
  useEffect(() => {
    const stored = localStorage.getItem(pinKey(workflowId));
    setPinned(stored === null ? undefined : readSample(stored));
  }, [workflowId]);
  useEffect(() => {
    if (!lastRunId) return;
    const stop = new AbortController();
    // Without it the editor still works; completion then knows the schemas only.
    send<RunDetail>("GET", `/api/v1/runs/${lastRunId}`, { signal: stop.signal }).then(
      setRun,
      () => {},
    );
    return () => stop.abort();
  }, [lastRunId]);
  const pin = useCallback(
    (sample: Sample | undefined) => {
      if (sample) localStorage.setItem(pinKey(workflowId), JSON.stringify(sample));
      else localStorage.removeItem(pinKey(workflowId));
      setPinned(sample);
    },
    [workflowId],
  );
  const states = useMemo(
    () =>
      run &&
      (Object.fromEntries(
        run.steps.map(({ id, status, attempts }) => [id, { status, attempts }]),
      ) as Record<string, StepState>),
    [run],
  );
  const sample = useMemo(() => pinned ?? (run && sampleOf(run)), [pinned, run]);
  const source = pinned
    ? "pinned sample data"
    : run
      ? `the last run, ${formatRelative(run.queuedAt, Date.now(), format)}`
      : "";
  return { sample, source, pinned: pinned !== undefined, pin, states, run };
};

export type SampleAccess = ReturnType<typeof useSample>;
