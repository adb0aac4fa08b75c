import { CircleCheck, Play, Timer } from "lucide-react";
import { Figure } from "@/app/_ui/data/figure";
import { formatCount, formatDuration, formatShare } from "@/app/_ui/time/format";
import { visit } from "@/app/(dashboard)/visit";
import { runsToday } from "@/lib/domain/home/today";
import { runDurations } from "@/lib/domain/metrics/run-durations";

/** Runs since midnight, and how many of the finished ones succeeded. */
export const TodayPanels = async () => {
  const { caller, format } = await visit();
  const { runs, active, failed, successShare } = await runsToday(caller, format.timeZone);
  return (
    <>
      <Figure
        icon={Play}
        title="Runs today"
        href="/runs?range=today"
        value={<span title={String(runs)}>{formatCount(runs, format)}</span>}
        note={active > 0 ? `${formatCount(active, format)} under way` : "None under way"}
      />
      <Figure
        icon={CircleCheck}
        title="Success rate today"
        href="/runs?range=today&status=failed"
        value={successShare === null ? "–" : formatShare(successShare)}
        note={
          successShare === null
            ? "No run has finished today"
            : `${formatCount(failed, format)} failed`
        }
      />
    </>
  );
};

/** How long runs of the last day took. */
export const DurationPanel = async () => {
  const { caller } = await visit();
  const { p50Ms, p95Ms } = await runDurations(caller);
  return (
    <Figure
      icon={Timer}
      title="Duration, 95 of 100 runs"
      value={p95Ms === null ? "–" : formatDuration(p95Ms)}
      note={
        p50Ms === null
          ? "No run has ended in 24 hours"
          : `Half of them within ${formatDuration(p50Ms)}`
      }
    />
  );
};
