"use client";

import { Check, CloudOff, LoaderCircle, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { Problem } from "@/app/_ui/http/send";
import { isPassing, type SaveState } from "@/app/_ui/save/autosave";

const ACTION = "min-h-6 text-accent underline underline-offset-2";

type Props = {
  state: SaveState;
  problem: Problem | undefined;
  flush: (overwrite?: boolean) => Promise<boolean>;
  onLoadTheirs: () => void;
  /** Why nothing can be saved at the moment; said instead of the state. */
  hindrance?: string | undefined;
  /** What is said once everything is saved. */
  children: ReactNode;
};

/** Says whether what one sees is saved, and what to do when it is not. */
export const SaveNote = ({ hindrance, ...saving }: Props) => (
  <span role="status" className="flex min-h-6 items-center text-sm">
    {hindrance === undefined ? (
      <State {...saving} />
    ) : (
      <Note icon={<TriangleAlert aria-hidden className="text-degraded" />}>
        Not saved: {hindrance}
      </Note>
    )}
  </span>
);

const State = ({ state, problem, flush, onLoadTheirs, children }: Omit<Props, "hindrance">) => {
  switch (state) {
    case "saved":
      return <Note icon={<Check aria-hidden />}>{children}</Note>;
    case "typing":
    case "saving":
      return (
        <Note icon={<LoaderCircle aria-hidden className="motion-safe:animate-spin" />}>
          Saving …
        </Note>
      );
    case "conflict":
      return (
        <Note icon={<TriangleAlert aria-hidden className="text-failed" />}>
          Not saved: {problem?.message}{" "}
          <button type="button" className={ACTION} onClick={onLoadTheirs}>
            Load theirs
          </button>{" "}
          <button type="button" className={ACTION} onClick={() => void flush(true)}>
            Keep mine
          </button>
        </Note>
      );
    case "failed":
      return (
        <Note icon={<CloudOff aria-hidden className="text-failed" />}>
          Not saved: {problem?.status === 0 ? "the server cannot be reached." : problem?.message}
          {problem && isPassing(problem) && " It is tried again by itself; keep this page open."}{" "}
          <button type="button" className={ACTION} onClick={() => void flush()}>
            Try again
          </button>
        </Note>
      );
  }
};

const Note = ({ icon, children }: { icon: ReactNode; children: ReactNode }) => (
  <span className="flex items-center gap-1.5 [&>svg]:size-4 [&>svg]:shrink-0">
    {icon}
    <span>{children}</span>
  </span>
);
