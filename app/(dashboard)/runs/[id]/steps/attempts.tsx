import { formatDuration } from "@/app/_ui/time/format";
import { Moment } from "@/app/_ui/time/moment";
import type { RunStep } from "@/lib/domain/runs/schema";

/** Each try of a step that could have an effect, and how it ended. */
export const Attempts = ({ step: { attemptLog } }: { step: RunStep }) => {
  if (attemptLog.length === 0)
    return <p className="text-muted">This step has no effects outside, so no tries are counted.</p>;
  return (
    <ol className="divide-y divide-line">
      {attemptLog.map(({ n, startedAt, endedAt, error }) => (
        <li key={n} className="grid gap-0.5 py-2 text-sm first:pt-0">
          <span className="flex justify-between gap-3">
            <span className="font-medium">
              Attempt {n}
              <span className={error ? "text-failed" : "font-normal text-muted"}>
                {error ? " failed" : endedAt ? " succeeded" : " under way"}
              </span>
            </span>
            <span className="tabular text-muted">
              {endedAt && `${formatDuration(Date.parse(endedAt) - Date.parse(startedAt))} · `}
              <Moment at={startedAt} />
            </span>
          </span>
          {error && (
            <span className="break-words text-muted">
              <span className="font-mono text-xs">{error.code}</span> {error.message}
            </span>
          )}
        </li>
      ))}
    </ol>
  );
};
