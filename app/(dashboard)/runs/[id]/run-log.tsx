"use client";

import { useState } from "react";
import { cn } from "@/app/_ui/cn";
import { Button } from "@/app/_ui/controls/button";
import { STATUS } from "@/app/_ui/data/status";
import { formatDuration } from "@/app/_ui/time/format";
import { type Line, logOf } from "@/app/(dashboard)/runs/[id]/log-lines";
import type { RunDetail } from "@/lib/domain/runs/schema";

const PAGE = 300;

/** Everything that happened, in the order of time: states of the run and its steps, attempts, lines that steps wrote. */
export const RunLog = ({ run, onShow }: { run: RunDetail; onShow: (stepId: string) => void }) => {
  const lines = logOf(run);
  const [shown, setShown] = useState(PAGE);
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface">
      <ol className="divide-y divide-line">
        {lines.slice(0, shown).map((line) => (
          <LogLine key={line.key} line={line} onShow={onShow} />
        ))}
      </ol>
      {lines.length > shown && (
        <div className="border-line border-t p-2">
          <Button size="small" onClick={() => setShown(shown + PAGE)}>
            Show {Math.min(PAGE, lines.length - shown)} more of {lines.length}
          </Button>
        </div>
      )}
    </div>
  );
};

const LogLine = ({ line, onShow }: { line: Line; onShow: (stepId: string) => void }) => {
  const { icon: Icon, ink } = STATUS[line.state];
  return (
    <li className="grid grid-cols-[76px_minmax(0,1fr)] items-baseline gap-x-3 px-3 py-1.5 text-sm sm:grid-cols-[76px_160px_minmax(0,1fr)]">
      <span className="tabular text-right text-muted text-xs" title={line.at}>
        +{formatDuration(line.sinceMs)}
      </span>
      {line.step ? (
        <button
          type="button"
          onClick={() => onShow(line.step?.id ?? "")}
          className="min-h-6 truncate text-left font-medium hover:underline"
        >
          {line.step.name}
        </button>
      ) : (
        <span className="font-medium">Run</span>
      )}
      <span className="flex min-w-0 items-baseline gap-1.5 max-sm:col-start-2">
        <Icon aria-hidden className={cn("size-3.5 shrink-0 self-center", ink)} />
        <span className="min-w-0 break-words">
          {line.text}
          {line.data !== undefined && (
            <span className="ml-2 break-all font-mono text-muted text-xs">
              {JSON.stringify(line.data)}
            </span>
          )}
        </span>
      </span>
    </li>
  );
};
