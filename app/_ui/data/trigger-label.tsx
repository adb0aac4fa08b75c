import { Calendar, Hand, type LucideIcon, Radio, RefreshCw, Webhook, Workflow } from "lucide-react";

const TRIGGER: Record<string, { icon: LucideIcon; word: string }> = {
  webhook: { icon: Webhook, word: "Webhook" },
  manual: { icon: Hand, word: "By hand" },
  event: { icon: Radio, word: "Event" },
  schedule: { icon: Calendar, word: "Schedule" },
  polling: { icon: RefreshCw, word: "Polling" },
  workflow: { icon: Workflow, word: "Workflow" },
};

/** The word of a trigger kind. */
export const triggerWord = (kind: string): string => TRIGGER[kind]?.word ?? kind;

/** What started a run. */
export const TriggerLabel = ({ kind }: { kind: string }) => {
  const { icon: Icon, word } = TRIGGER[kind] ?? { icon: Radio, word: kind };
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap align-middle">
      <Icon aria-hidden className="size-4 text-faint" />
      {word}
    </span>
  );
};
