"use client";

import { CheckCheck } from "lucide-react";
import type { Route } from "next";
import { useRouter } from "next/navigation";
import { cn } from "@/app/_ui/cn";
import { Button } from "@/app/_ui/controls/button";
import { Link } from "@/app/_ui/controls/link";
import { Select } from "@/app/_ui/form/select";
import { withQuery } from "@/app/_ui/http/read-query";
import { useCommand } from "@/app/_ui/http/use-command";
import { KIND_LOOKS } from "@/app/_ui/notifications/kind-icon";
import { mark } from "@/app/_ui/notifications/mark";

type Filter = Partial<Record<"show" | "kind", string>>;

const SHOWN = [
  ["", "All"],
  ["unread", "Unread"],
] as const;

/** All or unread, by kind, as part of the address; and everything read with one press. */
export const InboxFilters = ({ filter, unread }: { filter: Filter; unread: number }) => {
  const router = useRouter();
  const { run, pending } = useCommand();
  const hrefOf = (change: Filter) => withQuery("/notifications", { ...filter, ...change }) as Route;
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
    <search className="flex flex-wrap items-center gap-2">
      <nav aria-label="Which" className="flex flex-wrap gap-1.5">
        {SHOWN.map(([show, word]) => {
          const on = (filter.show ?? "") === show;
          return (
            <Link
              key={show}
              href={hrefOf({ show })}
              aria-current={on ? "page" : undefined}
              className={cn(
                "inline-flex h-8 items-center gap-1.5 rounded-full border px-2.5 text-sm",
                on
                  ? "border-transparent bg-pressed font-medium text-ink"
                  : "border-line bg-surface text-muted hover:bg-hover",
              )}
            >
              {word}
              {show === "unread" && unread > 0 && (
                <span className="tabular">{unread > 99 ? "99+" : unread}</span>
              )}
            </Link>
          );
        })}
      </nav>
      <Select
        aria-label="Kind"
        value={filter.kind ?? ""}
        onChange={({ target }) => router.push(hrefOf({ kind: target.value }))}
      >
        <option value="">Every kind</option>
        {Object.entries(KIND_LOOKS).map(([kind, { word }]) => (
          <option key={kind} value={kind}>
            {word}
          </option>
        ))}
      </Select>
      <Button
        className="ml-auto"
        pending={pending}
        disabled={unread === 0}
        onClick={() => void readAll()}
      >
        <CheckCheck aria-hidden />
        Mark all as read
      </Button>
    </search>
  );
};
