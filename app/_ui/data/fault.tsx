"use client";

import { TriangleAlert } from "lucide-react";
import { Button } from "@/app/_ui/controls/button";
import { CopyButton } from "@/app/_ui/controls/copy-button";

/** A part that could not be shown: what happened, what to do, the id to name, and another try. */
export const Fault = ({
  what,
  error,
  retry,
}: {
  /** What could not be shown, e.g. "This page could not be loaded." */
  what: string;
  error: unknown;
  retry: () => void;
}) => {
  const digest = (error as { digest?: unknown } | null)?.digest;
  return (
    <div
      role="alert"
      className="grid justify-items-start gap-3 rounded-lg border border-line bg-surface p-6"
    >
      <TriangleAlert aria-hidden className="size-6 text-failed" strokeWidth={1.5} />
      <div className="grid gap-1">
        <h2 className="font-semibold text-lg">{what}</h2>
        <p className="text-muted">
          Nothing was changed. It is often over in a moment: try again, and if it stays, tell
          whoever runs Steward the id below.
        </p>
      </div>
      {typeof digest === "string" && (
        <p className="flex items-center gap-1 font-mono text-xs">
          Error {digest}
          <CopyButton value={digest} label="the error id" />
        </p>
      )}
      <Button look="primary" onClick={retry}>
        Try again
      </Button>
    </div>
  );
};
