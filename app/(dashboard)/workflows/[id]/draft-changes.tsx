"use client";

import { useEffect, useState } from "react";
import { send } from "@/app/_ui/http/send";
import type { VersionDiff } from "@/lib/domain/workflows/versions/schema";

type Props = { workflowId: string; liveVersion: number };

const SHOWN_MAX = 12;

/** What the draft changes against the live version, in a line each. */
export const DraftChanges = ({ workflowId, liveVersion }: Props) => {
  const [diff, setDiff] = useState<VersionDiff>();
  useEffect(() => {
    const stop = new AbortController();
    const path =
      `/api/v1/workflows/${workflowId}/versions/${liveVersion}/diff?against=draft` as const;
    // Without it one can still publish; the version page shows the difference afterwards.
    send<VersionDiff>("GET", path, { signal: stop.signal }).then(setDiff, () => {});
    return () => stop.abort();
  }, [workflowId, liveVersion]);
  if (!diff)
    return <p className="min-h-5 text-muted text-sm">Comparing with version {liveVersion} …</p>;
  if (diff.isSame)
    return <p className="text-sm">Nothing differs from version {liveVersion}, which is live.</p>;
  const lines = [
    ...diff.fields.map(({ path }) => ({ id: path, what: "changed", fields: "" })),
    ...diff.steps.map(({ id, change, fields }) => ({
      id,
      what: change,
      fields: fields.map(({ path }) => path).join(", "),
    })),
  ];
  return (
    <section aria-label="Changes" className="grid gap-1.5">
      <h3 className="font-medium text-sm">Against version {liveVersion}</h3>
      <ul className="grid max-h-48 gap-0.5 overflow-y-auto text-sm">
        {lines.slice(0, SHOWN_MAX).map(({ id, what, fields }) => (
          <li key={`${what} ${id}`} className="flex gap-2">
            <span className="w-20 shrink-0 text-muted">{what}</span>
            <span className="min-w-0 break-words">
              <span className="font-mono text-xs">{id}</span>
              {fields && <span className="text-muted"> · {fields}</span>}
            </span>
          </li>
        ))}
        {lines.length > SHOWN_MAX && (
          <li className="text-muted">and {lines.length - SHOWN_MAX} more</li>
        )}
      </ul>
    </section>
  );
};
