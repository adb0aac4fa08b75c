"use client";

import { CalendarClock, FilePlus2, Hand, ShoppingBag } from "lucide-react";
import { useRouter } from "next/navigation";
import { send } from "@/app/_ui/http/send";
import { useCommand } from "@/app/_ui/http/use-command";
import type { Starter } from "@/app/(dashboard)/workflows/new/starters";

const ICON = { blank: FilePlus2, order: ShoppingBag, schedule: CalendarClock, manual: Hand };

/** Makes a draft from an example and opens it. */
export const StarterCard = ({
  starter: { title, summary, icon, definition },
}: {
  starter: Starter;
}) => {
  const router = useRouter();
  const { run, pending } = useCommand();
  const Icon = ICON[icon];
  const begin = async () => {
    const { id } = await send<{ id: string }>("POST", "/api/v1/workflows", {
      body: { definition },
    });
    router.push(`/workflows/${id}`);
  };
  return (
    <button
      type="button"
      disabled={pending}
      aria-busy={pending}
      onClick={() => void run(begin, { refresh: false })}
      className="flex size-full items-start gap-3 rounded-lg border border-line bg-surface p-4 text-left hover:bg-hover disabled:opacity-55"
    >
      <Icon aria-hidden className="mt-0.5 size-5 shrink-0 text-accent" strokeWidth={1.75} />
      <span className="grid gap-0.5">
        <span className="font-medium">{title}</span>
        <span className="text-muted">{summary}</span>
      </span>
    </button>
  );
};
