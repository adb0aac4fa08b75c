"use client";

import { useQuery } from "@tanstack/react-query";
import { Hourglass } from "lucide-react";
import type { Route } from "next";
import type { ReactNode } from "react";
import { ButtonLink } from "@/app/_ui/controls/button";
import { Link } from "@/app/_ui/controls/link";
import { send } from "@/app/_ui/http/send";
import { Moment } from "@/app/_ui/time/moment";
import { whoDecides } from "@/app/(dashboard)/approvals/who";
import type { WaitItem } from "@/lib/domain/waits/schema";

const EVERY_MS = 5000;

const load = (runId: string) =>
  send<{ data: WaitItem[] }>("GET", `/api/v1/waits?runId=${runId}`).then(({ data }) => data);

/**
 * Who must act before a waiting step goes on, by when, and where; nothing for a step that waits for nobody. Needs `Live`
 * around it.
 */
export const WaitingNote = ({ runId, stepId }: { runId: string; stepId: string }) => {
  const { data } = useQuery({
    queryKey: ["waits", runId],
    queryFn: () => load(runId),
    refetchInterval: EVERY_MS,
  });
  const wait = data?.find((one) => one.stepId === stepId && one.closedAt === null);
  if (!wait) return null;
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 rounded-md bg-waiting-soft p-3">
      <div className="flex min-w-0 gap-2">
        <Hourglass aria-hidden className="mt-0.5 size-4 shrink-0 text-waiting" />
        <div className="min-w-0">
          <p className="break-words font-medium">{whatFor(wait)}</p>
          {wait.until && (
            <p className="text-muted text-sm">
              The time is over <Moment at={wait.until} />.
            </p>
          )}
        </div>
      </div>
      {wait.approval && (
        <ButtonLink href={`/approvals/${wait.approval.id}` as Route}>Open the approval</ButtonLink>
      )}
    </div>
  );
};

const whatFor = ({ approval, child, event }: WaitItem): ReactNode => {
  if (approval) return `Waits for a decision of ${whoDecides(approval)}`;
  if (child)
    return (
      <>
        Waits for{" "}
        <Link className="underline underline-offset-2" href={`/runs/${child.runId}` as Route}>
          {child.workflowName}
        </Link>{" "}
        to end
      </>
    );
  return `Waits for the event ${event}`;
};
