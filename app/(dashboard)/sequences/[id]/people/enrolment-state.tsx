import { CirclePause, Flag, Hourglass, LogOut, Target } from "lucide-react";
import type { EnrolmentItem } from "@/lib/domain/sequences/people/schema";

const LOOK = {
  active: { icon: Hourglass, word: "Under way", ink: "text-running" },
  paused: { icon: CirclePause, word: "Paused", ink: "text-degraded" },
  completed: { icon: Flag, word: "At the end", ink: "text-queued" },
  exited: { icon: LogOut, word: "Left", ink: "text-queued" },
} as const;

const GOAL = { icon: Target, word: "Goal reached", ink: "text-succeeded" } as const;

/** Where a person stands in a sequence, and why. */
export const EnrolmentState = ({
  status,
  reason,
  goalAt,
}: Pick<EnrolmentItem, "status" | "reason" | "goalAt">) => {
  const { icon: Icon, word, ink } = goalAt && status !== "active" ? GOAL : LOOK[status];
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 text-sm">
      <span className={`inline-flex items-center gap-1.5 whitespace-nowrap ${ink}`}>
        <Icon aria-hidden className="size-4 shrink-0" />
        {word}
      </span>
      {reason && !goalAt && <span className="text-muted">{reason}</span>}
    </span>
  );
};
