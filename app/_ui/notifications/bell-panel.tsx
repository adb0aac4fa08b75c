"use client";

import { CheckCheck, Settings } from "lucide-react";
import { Popover } from "radix-ui";
import { type RefObject, useSyncExternalStore } from "react";
import { cn } from "@/app/_ui/cn";
import { Button, ButtonLink } from "@/app/_ui/controls/button";
import { Link } from "@/app/_ui/controls/link";
import { useCommand } from "@/app/_ui/http/use-command";
import { KindIcon } from "@/app/_ui/notifications/kind-icon";
import { mark } from "@/app/_ui/notifications/mark";
import { NotificationLink } from "@/app/_ui/notifications/notification-link";
import { bellState, subscribeBell } from "@/app/_ui/notifications/store";
import { Moment } from "@/app/_ui/time/moment";
import type { Notification } from "@/lib/domain/notifications/schema";

type Props = { button: RefObject<HTMLButtonElement | null>; onClose: () => void };

/** The newest notifications under the bell. */
export const BellPanel = ({ button, onClose }: Props) => {
  const state = useSyncExternalStore(subscribeBell, bellState, () => undefined);
  const { run, pending } = useCommand();
  const readAll = async () => {
    let readAt: string | null = null;
    const work = async () => {
      ({ readAt } = await mark({ all: true }));
    };
    const undo = async () => {
      if (readAt) await mark({ readAt, read: false });
    };
    await run(work, { done: "All marked as read", undo });
  };
  return (
    <Popover.Root open onOpenChange={onClose}>
      <Popover.Anchor virtualRef={button as RefObject<HTMLButtonElement>} />
      <Popover.Portal>
        <Popover.Content
          aria-label="Notifications"
          align="end"
          sideOffset={6}
          collisionPadding={8}
          onInteractOutside={(event) => {
            if (button.current?.contains(event.target as Node)) event.preventDefault();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            button.current?.focus();
          }}
          className="rising z-50 flex max-h-[min(36rem,var(--radix-popover-content-available-height))] w-96 max-w-[calc(100vw-1rem)] flex-col rounded-lg border border-line bg-raised shadow-raised outline-none"
        >
          <div className="flex items-center gap-1 border-line border-b py-1.5 pr-1.5 pl-4">
            <h2 className="mr-auto font-medium">Notifications</h2>
            {state !== undefined && state.unread > 0 && (
              <Button look="quiet" size="small" pending={pending} onClick={() => void readAll()}>
                <CheckCheck aria-hidden />
                Mark all as read
              </Button>
            )}
            <Link
              href="/settings/notifications"
              onClick={onClose}
              aria-label="Notification preferences"
              title="Notification preferences"
              className="grid size-7 place-items-center rounded-md text-muted hover:bg-hover hover:text-ink [&_svg]:size-4"
            >
              <Settings aria-hidden />
            </Link>
          </div>
          <Lines items={state?.data} onGo={onClose} />
          <div className="border-line border-t p-1.5">
            <ButtonLink
              look="quiet"
              size="small"
              href="/notifications"
              onClick={onClose}
              className="w-full"
            >
              Open the inbox
            </ButtonLink>
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
};

const Lines = ({ items, onGo }: { items: Notification[] | undefined; onGo: () => void }) => {
  if (items === undefined) return <p className="p-6 text-center text-muted">Asking what is new…</p>;
  if (items.length === 0)
    return (
      <p className="p-6 text-center text-muted">
        Nothing yet. Failed runs, questions and messages of workflows appear here.
      </p>
    );
  return (
    <ul className="min-h-0 flex-1 divide-y divide-line overflow-y-auto">
      {items.map(({ id, kind, title, body, link, readAt, createdAt }) => (
        <li key={id}>
          <NotificationLink
            href={link}
            onClick={() => {
              if (readAt === null) void mark({ ids: [id], read: true }).catch(() => {});
              onGo();
            }}
            className="flex gap-2.5 px-4 py-2.5 -outline-offset-2 hover:bg-hover"
          >
            <KindIcon kind={kind} />
            <span className="grid min-w-0 flex-1 gap-0.5">
              <span className={cn("truncate text-sm", readAt === null && "font-medium")}>
                {title}
                {readAt === null && <span className="sr-only"> (unread)</span>}
              </span>
              {body && <span className="line-clamp-2 text-muted text-xs">{body}</span>}
              <span className="text-faint text-xs">
                <Moment at={createdAt} />
              </span>
            </span>
            {readAt === null && (
              <span aria-hidden className="mt-1.5 size-2 shrink-0 rounded-full bg-accent" />
            )}
          </NotificationLink>
        </li>
      ))}
    </ul>
  );
};
