"use client";

import { Mail, MailOpen } from "lucide-react";
import { useRouter } from "next/navigation";
import { type KeyboardEvent, useEffect, useRef, useSyncExternalStore } from "react";
import { cn } from "@/app/_ui/cn";
import { Button } from "@/app/_ui/controls/button";
import { useCommand } from "@/app/_ui/http/use-command";
import { KIND_LOOKS, KindIcon } from "@/app/_ui/notifications/kind-icon";
import { mark } from "@/app/_ui/notifications/mark";
import { NotificationLink } from "@/app/_ui/notifications/notification-link";
import { bellState, subscribeBell } from "@/app/_ui/notifications/store";
import { Moment } from "@/app/_ui/time/moment";
import type { Notification } from "@/lib/domain/notifications/schema";

/** Reads the page again when the bell hears of something newer than what is shown. */
const useNews = (newest: string | undefined) => {
  const router = useRouter();
  const heard = useSyncExternalStore(
    subscribeBell,
    () => bellState()?.data[0]?.id,
    () => undefined,
  );
  const first = useRef(newest);
  useEffect(() => {
    if (heard && first.current && heard > first.current) {
      first.current = heard;
      router.refresh();
    }
  }, [heard, router]);
};

/** The rows of the inbox; `j` and `k` walk, Enter opens and marks as read, `e` marks as read and unread. */
export const Inbox = ({ items }: { items: Notification[] }) => {
  const { run } = useCommand();
  useNews(items[0]?.id);
  const toggle = ({ id, readAt }: Notification) => {
    const read = readAt === null;
    return run(() => mark({ ids: [id], read }), {
      done: read ? "Marked as read" : "Marked as unread",
      undo: () => mark({ ids: [id], read: !read }),
    });
  };
  const press = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== "e" || event.metaKey || event.ctrlKey || event.altKey) return;
    const id = (event.target as HTMLElement).closest<HTMLElement>("[data-id]")?.dataset.id;
    const item = items.find((one) => one.id === id);
    if (item) void toggle(item);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the links inside.
    <div onKeyDown={press}>
      <ul
        aria-label="Notifications"
        className="divide-y divide-line rounded-lg border border-line bg-surface"
      >
        {items.map((item) => (
          <Line key={item.id} item={item} onToggle={() => void toggle(item)} />
        ))}
      </ul>
    </div>
  );
};

const Line = ({ item, onToggle }: { item: Notification; onToggle: () => void }) => {
  const { id, kind, title, body, link, readAt, createdAt } = item;
  const isUnread = readAt === null;
  return (
    <li
      data-id={id}
      className="relative flex gap-3 px-3 py-3 hover:bg-hover has-[a[data-row]:focus]:bg-hover sm:px-4"
    >
      <span
        aria-hidden
        className={cn("mt-1.5 size-2 shrink-0 rounded-full", isUnread && "bg-accent")}
      />
      <KindIcon kind={kind} />
      <div className="grid min-w-0 flex-1 gap-0.5">
        <NotificationLink
          href={link}
          row={id}
          onClick={() => {
            if (isUnread) void mark({ ids: [id], read: true }).catch(() => {});
          }}
          className={cn(
            "break-words text-sm -outline-offset-1 after:absolute after:inset-0 after:content-['']",
            isUnread && "font-medium",
          )}
        >
          {title}
          {isUnread && <span className="sr-only"> (unread)</span>}
        </NotificationLink>
        {body && <p className="line-clamp-3 break-words text-muted text-sm">{body}</p>}
        <p className="text-faint text-xs">
          {KIND_LOOKS[kind].word} · <Moment at={createdAt} />
        </p>
      </div>
      <Button
        look="quiet"
        size="small-icon"
        className="relative z-10"
        aria-label={`Mark “${title}” as ${isUnread ? "read" : "unread"}`}
        title={isUnread ? "Mark as read (e)" : "Mark as unread (e)"}
        onClick={onToggle}
      >
        {isUnread ? <MailOpen aria-hidden /> : <Mail aria-hidden />}
      </Button>
    </li>
  );
};
