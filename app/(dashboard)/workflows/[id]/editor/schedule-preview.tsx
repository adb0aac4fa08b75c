"use client";

import { useEffect, useState } from "react";
import { asProblem, send } from "@/app/_ui/http/send";
import { Planned } from "@/app/_ui/time/planned";

type Preview = { words?: string; next: { at: string; note?: string }[] };

const AFTER_MS = 300;

/** A schedule in words and its next five times in its zone, with what the change of the clocks does to them. */
export const SchedulePreview = ({ cron, timeZone }: { cron: string; timeZone: string }) => {
  const [found, setFound] = useState<Preview>();
  const [problem, setProblem] = useState("");
  useEffect(() => {
    const stop = new AbortController();
    const query = new URLSearchParams({ cron, timeZone, count: "5" });
    const timer = setTimeout(() => {
      send<Preview>("GET", `/api/v1/schedule-preview?${query}`, { signal: stop.signal }).then(
        (answer) => {
          setFound(answer);
          setProblem("");
        },
        (error) => {
          if (stop.signal.aborted) return;
          setFound(undefined);
          const { message, issues } = asProblem(error);
          setProblem(issues[0]?.message ?? message);
        },
      );
    }, AFTER_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [cron, timeZone]);
  return (
    <section
      aria-label="Next times"
      aria-live="polite"
      className="grid min-h-40 content-start gap-2 rounded-md border border-line bg-page p-3"
    >
      {problem && <p className="text-muted text-sm">{problem}</p>}
      {found?.words && <p className="font-medium text-sm">{found.words}</p>}
      {found && (
        <ol className="grid gap-1">
          {found.next.map(({ at, note }) => (
            <li key={at}>
              <Planned at={at} timeZone={timeZone} />
              {note && <span className="block text-degraded text-xs">{note}</span>}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
};
