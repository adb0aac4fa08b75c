"use client";

import { useRouter } from "next/navigation";
import { useCallback, useState, useTransition } from "react";
import { toast } from "@/app/_ui/frame/toast";
import { asProblem } from "@/app/_ui/http/send";

type Options = {
  /** What the toast says when it worked. */
  done?: string;
  /** A way back, offered on the toast. */
  undo?: () => Promise<unknown>;
  /** What the toast says of the way back, where it does not lead back to quite the same. */
  undone?: string;
  /** Whether the page's data is read again; default true. */
  refresh?: boolean;
};

/**
 * Runs a command from a button: shows that it is under way, tells how it ended, reads the page again. Resolves to
 * whether it worked.
 */
export const useCommand = () => {
  const router = useRouter();
  const [working, setWorking] = useState(false);
  const [refreshing, startRefresh] = useTransition();
  const run = useCallback(
    async (work: () => Promise<unknown>, options: Options = {}): Promise<boolean> => {
      const { done, undo, undone = "Undone", refresh = true } = options;
      setWorking(true);
      try {
        await work();
        if (refresh) startRefresh(() => router.refresh());
        if (done) {
          toast.success(done, {
            ...(undo && {
              action: { label: "Undo", onClick: () => void run(undo, { done: undone }) },
            }),
          });
        }
        return true;
      } catch (error) {
        tellProblem(error);
        return false;
      } finally {
        setWorking(false);
      }
    },
    [router],
  );
  return { run, pending: working || refreshing };
};

/** A toast that says what was refused, why, and under which request id. */
export const tellProblem = (error: unknown) => {
  const { message, issues, requestId } = asProblem(error);
  const details = issues.map((issue) => issue.message).filter((line) => line !== message);
  toast.error(message, {
    description: [...details.slice(0, 3), requestId && `Request ${requestId}`]
      .filter(Boolean)
      .join(" · "),
    duration: 8000,
  });
};
