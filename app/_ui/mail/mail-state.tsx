import {
  Ban,
  CircleCheck,
  CircleHelp,
  CircleMinus,
  CircleX,
  Clock,
  type LucideIcon,
  MailCheck,
} from "lucide-react";
import { cn } from "@/app/_ui/cn";

const LOOK: Record<string, { word: string; icon: LucideIcon; ink: string }> = {
  queued: { word: "Queued", icon: Clock, ink: "text-queued" },
  claimed: { word: "Being sent", icon: Clock, ink: "text-running" },
  accepted: { word: "Sent", icon: MailCheck, ink: "text-succeeded" },
  delivered: { word: "Delivered", icon: CircleCheck, ink: "text-succeeded" },
  bounced: { word: "Came back", icon: CircleX, ink: "text-failed" },
  complained: { word: "Reported as spam", icon: Ban, ink: "text-failed" },
  failed: { word: "Failed", icon: CircleX, ink: "text-failed" },
  unknown: { word: "Outcome unknown", icon: CircleHelp, ink: "text-degraded" },
  skipped: { word: "Not sent", icon: CircleMinus, ink: "text-queued" },
};

/** How a mail stands, as icon and word. */
export const MailState = ({ status }: { status: string }) => {
  const {
    word,
    icon: Icon,
    ink,
  } = LOOK[status] ?? {
    word: status,
    icon: Clock,
    ink: "text-queued",
  };
  return (
    <span className={cn("inline-flex items-center gap-1.5 whitespace-nowrap text-sm", ink)}>
      <Icon aria-hidden className="size-4 shrink-0" />
      {word}
    </span>
  );
};
