"use client";

import { useEffect, useState } from "react";
import { send } from "@/app/_ui/http/send";
import type { RunDetail } from "@/lib/domain/runs/schema";

const EVERY_MS = 700;

/** Runs as they are now, asked for again until each has ended. `trouble` while they cannot be read; it goes on by itself. */
export const useRuns = (ids: readonly string[]): { runs: RunDetail[]; trouble: boolean } => {
  const [runs, setRuns] = useState<RunDetail[]>([]);
  const [trouble, setTrouble] = useState(false);
  const wanted = ids.join(",");
  useEffect(() => {
    const controller = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const ask = async () => {
      try {
        const all = await Promise.all(
          wanted
            .split(",")
            .filter(Boolean)
            .map((id) =>
              send<RunDetail>("GET", `/api/v1/runs/${id}`, { signal: controller.signal }),
            ),
        );
        setRuns(all);
        setTrouble(false);
        if (all.every(({ endedAt }) => endedAt !== null)) return;
      } catch {
        if (controller.signal.aborted) return;
        setTrouble(true);
      }
      timer = setTimeout(() => void ask(), EVERY_MS);
    };
    void ask();
    return () => {
      controller.abort();
      clearTimeout(timer);
    };
  }, [wanted]);
  return { runs, trouble };
};
