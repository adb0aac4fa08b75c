"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { problemOf } from "@/app/_ui/http/send";
import { applyChange } from "@/app/(dashboard)/runs/[id]/live/apply-change";
import type { Frame } from "@/lib/domain/runs/live/schema";
import type { RunDetail } from "@/lib/domain/runs/schema";

/** `live`: changes arrive as they happen; `asking`: the stream is away, the run is asked for; `lost`: neither answers. */
export type Link = "live" | "asking" | "lost";

const ASK_MS = 1500;
const SETTLE_MS = 250;
const STREAM_AGAIN_MS = 15_000;

/**
 * The run as it is now, until it has ended. Its stream tells of states at once; the values of steps are asked for when
 * something changed, where an unchanged run costs a 304. While the stream is away the run is asked for every 1.5 s.
 * `refresh` asks once.
 */
export const useLiveRun = (initial: RunDetail) => {
  const [run, setRun] = useState(initial);
  const [link, setLink] = useState<Link>("live");
  const etag = useRef<string | null>(null);
  const { id } = initial;
  const ended = run.endedAt !== null;

  const ask = useCallback(
    async (signal?: AbortSignal) => {
      const response = await fetch(`/api/v1/runs/${id}`, {
        cache: "no-store",
        headers: {
          accept: "application/json",
          ...(etag.current && { "if-none-match": etag.current }),
        },
        ...(signal && { signal }),
      });
      if (response.status === 304) return;
      if (!response.ok) throw await problemOf(response);
      etag.current = response.headers.get("etag");
      setRun((await response.json()) as RunDetail);
    },
    [id],
  );

  useEffect(() => {
    if (ended) return;
    const controller = new AbortController();
    let source: EventSource | undefined;
    let asking: ReturnType<typeof setTimeout> | undefined;
    let again: ReturnType<typeof setTimeout> | undefined;
    let settling: ReturnType<typeof setTimeout> | undefined;
    const askUntilHeard = () => {
      clearTimeout(asking);
      ask(controller.signal).then(
        () => setLink("asking"),
        () => !controller.signal.aborted && setLink("lost"),
      );
      asking = setTimeout(askUntilHeard, ASK_MS);
    };
    const settle = () => {
      clearTimeout(settling);
      settling = setTimeout(() => void ask(controller.signal).catch(() => {}), SETTLE_MS);
    };
    const heard = () => {
      clearTimeout(asking);
      setLink("live");
    };
    const listen = () => {
      source = new EventSource(`/api/v1/runs/${id}/stream`);
      source.onopen = heard;
      for (const name of ["snapshot", "change"])
        source.addEventListener(name, ({ data }: MessageEvent<string>) => {
          setRun((before) => applyChange(before, JSON.parse(data) as Frame));
          settle();
        });
      source.addEventListener("end", settle);
      source.onerror = () => {
        askUntilHeard();
        // Closed for good by an answer that is no stream; a browser comes back by itself after a cut line only.
        if (source?.readyState === EventSource.CLOSED) again = setTimeout(listen, STREAM_AGAIN_MS);
      };
    };
    listen();
    return () => {
      controller.abort();
      source?.close();
      for (const timer of [asking, again, settling]) clearTimeout(timer);
    };
  }, [ended, id, ask]);

  // The stream tells the end before the values of the last steps are here.
  useEffect(() => {
    if (ended && initial.endedAt === null) void ask().catch(() => setLink("lost"));
  }, [ended, initial.endedAt, ask]);

  const refresh = () => void ask().catch(() => setLink("lost"));
  return { run, link, refresh };
};
