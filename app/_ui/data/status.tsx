import {
  Archive,
  Ban,
  CircleCheck,
  CircleDashed,
  CircleMinus,
  CirclePause,
  CircleX,
  Clock,
  Hourglass,
  LoaderCircle,
  type LucideIcon,
  PencilLine,
  Zap,
} from "lucide-react";
import { cn } from "@/app/_ui/cn";

type Look = { word: string; icon: LucideIcon; ink: string; soft: string; spins?: boolean };

const NEUTRAL = { ink: "text-queued", soft: "bg-queued-soft" };
const GOOD = { ink: "text-succeeded", soft: "bg-succeeded-soft" };

/** Every state the product shows: always an icon and a word, colour only in addition. */
export const STATUS = {
  queued: { word: "Queued", icon: Clock, ...NEUTRAL },
  pending: { word: "Not started", icon: CircleDashed, ...NEUTRAL },
  running: {
    word: "Running",
    icon: LoaderCircle,
    ink: "text-running",
    soft: "bg-running-soft",
    spins: true,
  },
  waiting: { word: "Waiting", icon: Hourglass, ink: "text-waiting", soft: "bg-waiting-soft" },
  succeeded: { word: "Succeeded", icon: CircleCheck, ...GOOD },
  failed: { word: "Failed", icon: CircleX, ink: "text-failed", soft: "bg-failed-soft" },
  skipped: { word: "Skipped", icon: CircleMinus, ...NEUTRAL },
  cancelled: { word: "Cancelled", icon: Ban, ...NEUTRAL },
  draft: { word: "Draft", icon: PencilLine, ...NEUTRAL },
  live: { word: "Live", icon: Zap, ...GOOD },
  paused: { word: "Paused", icon: CirclePause, ink: "text-degraded", soft: "bg-degraded-soft" },
  archived: { word: "Archived", icon: Archive, ...NEUTRAL },
} as const satisfies Record<string, Look>;

export type Status = keyof typeof STATUS;

/** A state as a small label; `bare` leaves out the tinted ground. */
export const StatusLabel = ({
  status,
  bare = false,
  className,
}: {
  status: Status;
  bare?: boolean;
  className?: string;
}) => {
  const { word, icon: Icon, ink, soft, ...look }: Look = STATUS[status];
  return (
    <span
      className={cn(
        "inline-flex items-center gap-1.5 whitespace-nowrap text-sm",
        ink,
        !bare && ["h-6 rounded-full px-2 font-medium", soft],
        className,
      )}
    >
      <Icon
        aria-hidden
        className={cn("size-4 shrink-0", look.spins && "motion-safe:animate-spin")}
      />
      {word}
    </span>
  );
};
