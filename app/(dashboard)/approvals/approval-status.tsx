import { Ban, CircleCheck, CircleX, Hourglass, type LucideIcon, TimerOff } from "lucide-react";
import { cn } from "@/app/_ui/cn";
import type { ApprovalStatus } from "@/lib/domain/approvals/schema";

type Look = { word: string; icon: LucideIcon; ink: string; soft: string };

const NEUTRAL = { ink: "text-queued", soft: "bg-queued-soft" };

/** The states of a question to people: an icon and a word each, colour only in addition. */
export const APPROVAL_STATUS: Record<ApprovalStatus, Look> = {
  pending: { word: "Undecided", icon: Hourglass, ink: "text-waiting", soft: "bg-waiting-soft" },
  approved: {
    word: "Approved",
    icon: CircleCheck,
    ink: "text-succeeded",
    soft: "bg-succeeded-soft",
  },
  rejected: { word: "Rejected", icon: CircleX, ink: "text-failed", soft: "bg-failed-soft" },
  expired: { word: "Expired", icon: TimerOff, ink: "text-failed", soft: "bg-failed-soft" },
  cancelled: { word: "Cancelled", icon: Ban, ...NEUTRAL },
};

export const ApprovalLabel = ({ status }: { status: ApprovalStatus }) => {
  const { word, icon: Icon, ink, soft } = APPROVAL_STATUS[status];
  return (
    <span
      className={cn(
        "inline-flex h-6 items-center gap-1.5 whitespace-nowrap rounded-full px-2 font-medium text-sm",
        ink,
        soft,
      )}
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      {word}
    </span>
  );
};
