"use client";

import type { Route } from "next";
import { Link } from "@/app/_ui/controls/link";
import { StatusLabel } from "@/app/_ui/data/status";
import { useRuns } from "@/app/(dashboard)/welcome/use-runs";
import type { RunDetail } from "@/lib/domain/runs/schema";

/** What the last step that succeeded made of it, when it has a title. */
const resultOf = ({ steps, workflowName }: RunDetail): string => {
  const titles = steps.map(({ output }) => {
    const value = (output as { value?: { title?: unknown } } | null)?.value;
    return typeof value?.title === "string" ? value.title : "";
  });
  return titles.filter(Boolean).at(-1) ?? workflowName;
};

/** Runs with their steps, as they go on. */
export const LiveRuns = ({ ids }: { ids: readonly string[] }) => {
  const { runs, trouble } = useRuns(ids);
  return (
    <div className="grid gap-2">
      <ul className="grid gap-2" aria-label="Runs">
        {runs.map((run) => (
          <li key={run.id} className="rounded-lg border border-line bg-surface p-3">
            <div className="flex flex-wrap items-center justify-between gap-2">
              <Link
                href={`/runs/${run.id}` as Route}
                className="min-w-0 break-words font-medium underline-offset-2 hover:underline"
              >
                {resultOf(run)}
              </Link>
              <StatusLabel status={run.status} />
            </div>
            <ol className="mt-2 flex flex-wrap gap-x-4 gap-y-1">
              {run.steps.map(({ id, name, status }) => (
                <li key={id} className="flex items-center gap-1.5 text-sm">
                  <StatusLabel status={status} bare />
                  <span className="text-muted">{name ?? id}</span>
                </li>
              ))}
            </ol>
          </li>
        ))}
      </ul>
      {runs.length === 0 && !trouble && <p className="text-muted">Waiting for the runs…</p>}
      {trouble && <p className="text-degraded">The runs cannot be read right now. Trying again…</p>}
      <p role="status" className="sr-only">
        {runs.length > 0 && runs.every(({ endedAt }) => endedAt)
          ? `${runs.filter(({ status }) => status === "succeeded").length} of ${runs.length} runs succeeded`
          : ""}
      </p>
    </div>
  );
};
