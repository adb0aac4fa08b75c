import { Eye, type LucideIcon, MousePointerClick } from "lucide-react";
import { Moment } from "@/app/_ui/time/moment";
import type { Reactions } from "@/lib/domain/mail/schema";

/** What numbers of opens and clicks are worth; stands wherever they are shown. */
export const MACHINES_TOO =
  "Opens and clicks count machines too: mail programs and scanners open mails and follow links by themselves.";

/** How often a mail was opened and its links followed, and when first; nothing where neither is known. */
export const MailReactions = ({ openedAt, opens, clickedAt, clicks }: Reactions) => (
  <>
    <Reaction icon={Eye} word="Opened" count={opens} at={openedAt} />
    <Reaction icon={MousePointerClick} word="Clicked" count={clicks} at={clickedAt} />
  </>
);

type Props = { icon: LucideIcon; word: string; count: number; at: string | null };

const COUNTED_MAX = 100;

const times = (count: number) => {
  if (count === 1) return "once";
  return count >= COUNTED_MAX ? `${COUNTED_MAX} times or more` : `${count} times`;
};

const Reaction = ({ icon: Icon, word, count, at }: Props) =>
  count > 0 && (
    <span className="flex items-center gap-1.5 text-muted text-xs">
      <Icon aria-hidden className="size-3.5 shrink-0" />
      <span>
        {word} {times(count)}, {count > 1 && "first "}
        <Moment at={at} />
      </span>
    </span>
  );
