"use client";

import { toast } from "@/app/_ui/frame/toast";
import { send } from "@/app/_ui/http/send";
import { useCommand } from "@/app/_ui/http/use-command";
import type { ManyDone, Refusal } from "@/lib/domain/bulk-actions/schema";

type Path = `/api/v1/${string}`;

type Wish = {
  path: Path;
  ids: readonly string[];
  body?: object;
  /** How it went with so many: "3 workflows were paused"; told with 0 when nothing changed. */
  done: (count: number) => string;
  /** So many that were left for a reason: "2 drafts". */
  left: (code: string, count: number) => string;
  /** The way back for what was changed. */
  undo?: { path: Path; done: (count: number) => string };
};

const leftWords = (left: readonly Refusal[], words: Wish["left"]): string | undefined => {
  if (left.length === 0) return undefined;
  const counts = new Map<string, number>();
  for (const { code } of left) counts.set(code, (counts.get(code) ?? 0) + 1);
  const parts = [...counts].map(([code, count]) => words(code, count));
  return `Left as ${left.length === 1 ? "it is" : "they are"}: ${parts.join(", ")}.`;
};

/** Does something with some chosen things at once, and says for how many it was done and which were left and why. */
export const useMany = () => {
  const { run, pending } = useCommand();
  const begin = ({ path, ids, body, done, left, undo }: Wish): Promise<boolean> =>
    run(async () => {
      const answer = await send<ManyDone>("POST", path, { body: { ids, ...body } });
      const { length } = answer.changed;
      const description = leftWords(answer.left, left);
      if (length === 0) return toast.error(done(0), { description });
      toast.success(done(length), {
        duration: 10_000,
        description,
        ...(undo && {
          action: {
            label: "Undo",
            onClick: () =>
              void begin({ path: undo.path, ids: answer.changed, done: undo.done, left }),
          },
        }),
      });
    });
  return { run, begin, pending };
};
