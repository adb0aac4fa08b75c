"use client";

import { useRouter } from "next/navigation";
import { startBulk } from "@/app/_ui/bulk/ask-bulk";
import { toast } from "@/app/_ui/frame/toast";
import { send } from "@/app/_ui/http/send";
import { tellProblem } from "@/app/_ui/http/use-command";
import type { BulkAction } from "@/lib/domain/bulk-actions/schema";

const ASK_MS = 250;

/** Resolves when the action has ended. */
const ended = async (action: BulkAction | null): Promise<void> => {
  for (let now = action; now && !now.endedAt; ) {
    await new Promise((resolve) => setTimeout(resolve, ASK_MS));
    now = await send<BulkAction>("GET", `/api/v1/bulk-actions/${now.id}`);
  }
};

/** Discards named letters without asking, since it can be undone for as long as the toast stands, and later by hand. */
export const useDiscard = () => {
  const router = useRouter();
  const move = async (verb: "discard" | "restore", ids: string[]) => {
    await ended(await startBulk({ path: `/api/v1/dead-letters/${verb}`, body: { ids } }));
    router.refresh();
  };
  return (ids: string[]) => {
    const things = ids.length === 1 ? "letter" : `${ids.length} letters`;
    move("discard", ids).then(
      () =>
        toast.success(`${ids.length === 1 ? "The letter was" : `${things} were`} discarded`, {
          duration: 10_000,
          action: {
            label: "Undo",
            onClick: () => void move("restore", ids).catch(tellProblem),
          },
        }),
      tellProblem,
    );
  };
};
