"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleCheck, CircleX, LoaderCircle, X } from "lucide-react";
import { useRouter } from "next/navigation";
import { parseAsString, useQueryState } from "nuqs";
import { useEffect, useState } from "react";
import { bulkWords } from "@/app/_ui/bulk/bulk-words";
import { Button } from "@/app/_ui/controls/button";
import { send } from "@/app/_ui/http/send";
import { useCommand } from "@/app/_ui/http/use-command";
import { formatCount, shortenId } from "@/app/_ui/time/format";
import { useFormat } from "@/app/_ui/time/format-context";
import type { BulkAction } from "@/lib/domain/bulk-actions/schema";

const EVERY_MS = 600;

/** The bulk action that this page follows; its id stands in the address, so a reload goes on following. */
export const useBulkAction = () => useQueryState("action", parseAsString);

/** How far a bulk action has come: bar, counts, what was refused, a way to stop it. Nothing without one. */
export const BulkProgress = () => {
  const [id, setId] = useBulkAction();
  return id ? <Progress key={id} id={id} onClose={() => void setId(null)} /> : null;
};

const Progress = ({ id, onClose }: { id: string; onClose: () => void }) => {
  const router = useRouter();
  const format = useFormat();
  const { run: command, pending } = useCommand();
  const { data: action, isError } = useQuery({
    queryKey: ["bulk-action", id],
    queryFn: ({ signal }) => send<BulkAction>("GET", `/api/v1/bulk-actions/${id}`, { signal }),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.endedAt ? false : EVERY_MS),
  });
  const moved = `${action?.state} ${action?.endedAt}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the page is read again when the action has ended.
  useEffect(() => {
    if (action?.endedAt) router.refresh();
  }, [moved, router]);
  if (isError && !action) return null;
  const words = action && bulkWords(action);
  const share = action?.total ? (action.done + action.failed) / action.total : 0;
  return (
    <section
      aria-label="Bulk action"
      className="rising fixed inset-x-3 bottom-3 z-30 mx-auto grid max-w-xl gap-2 rounded-lg border border-line bg-raised p-3 shadow-raised"
    >
      <div className="flex items-start gap-2">
        <StateIcon action={action} />
        <p role="status" className="min-w-0 flex-1 font-medium">
          {words?.title ?? "Asking how far it is …"}
        </p>
        {action && !action.endedAt && (
          <Button
            size="small"
            pending={pending}
            onClick={() =>
              void command(() => send("POST", `/api/v1/bulk-actions/${id}/cancel`), {
                done: "Stopping; what is done stays done",
              })
            }
          >
            Stop
          </Button>
        )}
        <Button look="quiet" size="small-icon" aria-label="Hide the progress" onClick={onClose}>
          <X aria-hidden />
        </Button>
      </div>
      <div
        role="progressbar"
        aria-label="Progress"
        aria-valuenow={Math.round(share * 100)}
        aria-valuemin={0}
        aria-valuemax={100}
        className="flex h-1.5 overflow-hidden rounded-full bg-pressed"
      >
        <span
          className="bg-succeeded-fill"
          style={{ width: `${action?.total ? (action.done / action.total) * 100 : 0}%` }}
        />
        <span
          className="bg-failed-fill"
          style={{ width: `${action?.total ? (action.failed / action.total) * 100 : 0}%` }}
        />
      </div>
      {action && (
        <p className="tabular text-muted text-sm">
          {formatCount(action.done, format)} of {formatCount(action.total, format)} done
          {action.failed > 0 && `, ${formatCount(action.failed, format)} refused`}
        </p>
      )}
      {action && action.problems.length > 0 && <Refused action={action} />}
    </section>
  );
};

const StateIcon = ({ action }: { action: BulkAction | undefined }) => {
  if (!action?.endedAt)
    return (
      <LoaderCircle
        aria-hidden
        className="mt-0.5 size-4 shrink-0 text-running motion-safe:animate-spin"
      />
    );
  if (action.state === "done" && action.failed === 0)
    return <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-succeeded" />;
  return <CircleX aria-hidden className="mt-0.5 size-4 shrink-0 text-failed" />;
};

const Refused = ({ action: { problems, failed } }: { action: BulkAction }) => {
  const [open, setOpen] = useState(false);
  return (
    <div className="text-sm">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="min-h-6 text-muted underline underline-offset-2"
      >
        {open ? "Hide what was refused" : "Why were some refused?"}
      </button>
      {open && (
        <ul className="mt-1 grid max-h-40 gap-1 overflow-y-auto">
          {problems.map(({ id, message }) => (
            <li key={id}>
              <span className="font-mono text-muted text-xs">{shortenId(id)}</span> {message}
            </li>
          ))}
          {failed > problems.length && (
            <li className="text-muted">and {failed - problems.length} more</li>
          )}
        </ul>
      )}
    </div>
  );
};
