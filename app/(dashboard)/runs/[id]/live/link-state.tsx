import { Radio, Timer, WifiOff } from "lucide-react";
import { formatDuration } from "@/app/_ui/time/format";
import type { Link } from "@/app/(dashboard)/runs/[id]/live/use-live-run";
import type { RunDetail } from "@/lib/domain/runs/schema";

/** Without news for so long, a run that is not waiting on purpose counts as stalled. */
const STALLED_MS = 60_000;

const newsMs = ({ queuedAt, startedAt, steps }: RunDetail) =>
  Math.max(
    Date.parse(startedAt ?? queuedAt),
    ...steps.flatMap(({ startedAt: from, endedAt: to, attemptLog, logs }) =>
      [from, to, attemptLog.at(-1)?.startedAt, logs.at(-1)?.at].map((at) =>
        at ? Date.parse(at) : 0,
      ),
    ),
  );

/** Whether what is shown is up to date, and whether the run still moves. */
export const LinkState = ({ run, link, nowMs }: { run: RunDetail; link: Link; nowMs: number }) => {
  if (run.endedAt) return null;
  if (link === "lost")
    return (
      <Note className="text-degraded">
        <WifiOff aria-hidden className="size-4" />
        Not up to date: the server does not answer
      </Note>
    );
  const silentMs = nowMs - newsMs(run);
  if (run.status !== "waiting" && silentMs > STALLED_MS)
    return (
      <Note className="text-degraded">
        <Timer aria-hidden className="size-4" />
        {run.status === "queued" ? "Still queued" : "No sign of life"} for{" "}
        {formatDuration(Math.floor(silentMs / 1000) * 1000)}
      </Note>
    );
  return (
    <Note className="text-muted">
      <Radio aria-hidden className="size-4" />
      {link === "live" ? "Live" : "Followed by asking"}
    </Note>
  );
};

const Note = ({ className, children }: { className: string; children: React.ReactNode }) => (
  <span className={`flex items-center gap-1.5 text-sm ${className}`} suppressHydrationWarning>
    {children}
  </span>
);
