"use client";

import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { problemOf } from "@/app/_ui/http/send";
import type { RunDetail } from "@/lib/domain/runs/schema";

const EVERY_MS = 700;

/** The run as it is now: asked for every 0.7 s until it has ended; an unchanged one costs a 304. */
export const useLiveRun = (initial: RunDetail) => {
  const known = useRef<{ etag: string | null; run: RunDetail }>({ etag: null, run: initial });
  return useQuery({
    queryKey: ["run", initial.id],
    initialData: initial,
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.endedAt ? false : EVERY_MS),
    queryFn: async ({ signal }) => {
      const { etag, run } = known.current;
      const response = await fetch(`/api/v1/runs/${initial.id}`, {
        cache: "no-store",
        headers: { accept: "application/json", ...(etag && { "if-none-match": etag }) },
        signal,
      });
      if (response.status === 304) return run;
      if (!response.ok) throw await problemOf(response);
      const fresh = (await response.json()) as RunDetail;
      known.current = { etag: response.headers.get("etag"), run: fresh };
      return fresh;
    },
  });
};
