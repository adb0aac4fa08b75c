"use client";

import { Check, CloudOff, LoaderCircle, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { Problem } from "@/app/_ui/http/send";
import { Moment } from "@/app/_ui/time/moment";
import type { SaveState } from "@/app/(dashboard)/workflows/[id]/document/use-save";

const ACTION = "min-h-6 text-accent underline underline-offset-2";

type Props = {
  state: SaveState | "unreadable";
  problem: Problem | undefined;
  saved: { updatedAt: string };
  live: { version: number; publishedAt: string } | null;
  flush: (overwrite?: boolean) => Promise<boolean>;
  onLoadTheirs: () => void;
};

/** Says whether what one sees is saved, and what to do when it is not. */
export const SaveNote = ({ state, problem, saved, live, flush, onLoadTheirs }: Props) => (
  <span role="status" className="flex min-h-6 flex-wrap items-center gap-x-2 text-sm">
    {state === "saved" && (
      <Note icon={<Check aria-hidden />}>
        Saved <Moment at={saved.updatedAt} />
        {live && <LiveNote live={live} savedAt={saved.updatedAt} />}
      </Note>
    )}
    {(state === "typing" || state === "saving") && (
      <Note icon={<LoaderCircle aria-hidden className="motion-safe:animate-spin" />}>Saving …</Note>
    )}
    {state === "unreadable" && (
      <Note icon={<TriangleAlert aria-hidden className="text-degraded" />}>
        Not saved: this is not JSON yet
      </Note>
    )}
    {state === "conflict" && (
      <Note icon={<TriangleAlert aria-hidden className="text-failed" />}>
        Not saved: somebody else changed this draft.
        <button type="button" className={ACTION} onClick={onLoadTheirs}>
          Load theirs
        </button>
        <button type="button" className={ACTION} onClick={() => void flush(true)}>
          Keep mine
        </button>
      </Note>
    )}
    {state === "failed" && (
      <Note icon={<CloudOff aria-hidden className="text-failed" />}>
        Not saved: {problem?.message}
        <button type="button" className={ACTION} onClick={() => void flush()}>
          Try again
        </button>
      </Note>
    )}
  </span>
);

const Note = ({ icon, children }: { icon: ReactNode; children: ReactNode }) => (
  <span className="flex flex-wrap items-center gap-1.5 [&>svg]:size-4">
    {icon}
    {children}
  </span>
);

const LiveNote = ({
  live,
  savedAt,
}: {
  live: { version: number; publishedAt: string };
  savedAt: string;
}) => {
  // Publishing touches the draft's row as well, within the same second.
  const changed = Date.parse(savedAt) - Date.parse(live.publishedAt) > 1000;
  return (
    <span>
      ·{" "}
      {changed
        ? `changed since version ${live.version} went live`
        : `version ${live.version} is live`}
    </span>
  );
};
