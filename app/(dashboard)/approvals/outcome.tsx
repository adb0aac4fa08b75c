"use client";

import { cn } from "@/app/_ui/cn";
import { formatInstant } from "@/app/_ui/time/format";
import { useFormat } from "@/app/_ui/time/format-context";
import { APPROVAL_STATUS } from "@/app/(dashboard)/approvals/approval-status";
import type { LinkView } from "@/lib/domain/approvals/schema";

const WORDS = {
  pending: "This is not yours to decide any more.",
  cancelled: "The run that asked has ended; there is nothing to decide any more.",
  expired: "Nobody decided in time, and the run stopped with an error.",
};

/** How a question ended: what, by whom, when and why. */
export const Outcome = ({ status, decision }: Pick<LinkView, "status" | "decision">) => {
  const format = useFormat();
  const { word, icon: Icon, ink, soft } = APPROVAL_STATUS[status];
  return (
    <div role="status" className={cn("flex gap-3 rounded-md p-3", ink, soft)}>
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="grid min-w-0 gap-1">
        {status === "approved" || status === "rejected" ? (
          <p className="break-words font-medium">
            {word} by {decision?.by ?? "the deadline"}
          </p>
        ) : (
          <p className="font-medium">{WORDS[status]}</p>
        )}
        {decision?.comment && (
          <p className="whitespace-pre-wrap break-words">“{decision.comment}”</p>
        )}
        {decision && <p className="text-sm">{formatInstant(decision.at, format)}</p>}
      </div>
    </div>
  );
};
