"use client";

import { useState } from "react";
import { formatInstant } from "@/app/_ui/time/format";
import { useFormat } from "@/app/_ui/time/format-context";
import type { RunStep } from "@/lib/domain/runs/schema";

/** The lines a step wrote, oldest first, with a search over them. */
export const StepLogs = ({ step: { id, logs } }: { step: RunStep }) => {
  const format = useFormat();
  const [text, setText] = useState("");
  if (logs.length === 0) return <p className="text-muted">This step wrote no lines.</p>;
  const wanted = text.trim().toLowerCase();
  const shown = logs.filter(({ message, data }) =>
    `${message} ${JSON.stringify(data) ?? ""}`.toLowerCase().includes(wanted),
  );
  return (
    <div className="grid gap-2">
      {logs.length > 5 && (
        <input
          type="search"
          aria-label={`Search the lines of ${id}`}
          placeholder="Search the lines"
          value={text}
          onChange={({ target }) => setText(target.value)}
          className="h-8 rounded-md border border-line bg-surface px-2.5 text-sm"
        />
      )}
      <p role="status" className="text-muted text-xs empty:hidden">
        {wanted && `${shown.length} of ${logs.length} lines`}
      </p>
      <ol className="relative max-h-[60vh] divide-y divide-line overflow-auto rounded-md border border-line bg-page font-mono text-xs">
        {shown.map(({ at, attempt, message, data }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added at the end.
          <li key={`${at} ${index}`} className="grid gap-0.5 px-2.5 py-1.5">
            <span className="flex flex-wrap justify-between gap-x-3">
              <span className="min-w-0 break-words">{message}</span>
              <span className="text-muted" title={formatInstant(at, format)}>
                {at.slice(11, 23)} UTC{attempt > 1 && ` · attempt ${attempt}`}
              </span>
            </span>
            {data !== undefined && data !== null && (
              <span className="break-all text-muted">{JSON.stringify(data)}</span>
            )}
          </li>
        ))}
      </ol>
    </div>
  );
};
