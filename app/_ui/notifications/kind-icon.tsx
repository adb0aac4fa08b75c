import {
  Bell,
  CalendarClock,
  CircleX,
  type LucideIcon,
  MessageSquare,
  PartyPopper,
  PlugZap,
  Stamp,
  UserPlus,
} from "lucide-react";
import { cn } from "@/app/_ui/cn";
import type { NotificationKind } from "@/lib/domain/notifications/schema";

type Look = { icon: LucideIcon; word: string; colour: string };

/** Icon, word and colour of each kind; colour only where it is a state. */
export const KIND_LOOKS: Record<NotificationKind, Look> = {
  "run.failed": { icon: CircleX, word: "Failed run", colour: "text-failed" },
  "approval.waiting": { icon: Stamp, word: "Question", colour: "text-waiting" },
  "trigger.broken": { icon: PlugZap, word: "Not live", colour: "text-failed" },
  "schedule.late": { icon: CalendarClock, word: "Late schedule", colour: "text-degraded" },
  "member.joined": { icon: UserPlus, word: "Member", colour: "text-muted" },
  "onboarding.completed": { icon: PartyPopper, word: "Set-up", colour: "text-succeeded" },
  "workflow.message": { icon: MessageSquare, word: "Message", colour: "text-muted" },
};

/** What a notification is about, as an icon with its word for screen readers. */
export const KindIcon = ({ kind }: { kind: NotificationKind }) => {
  const { icon: Icon, word, colour } = KIND_LOOKS[kind] ?? { icon: Bell, word: kind, colour: "" };
  return (
    <>
      <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", colour)} />
      <span className="sr-only">{word}: </span>
    </>
  );
};
