"use client";

import { useEffect, useState } from "react";
import { Link } from "@/app/_ui/controls/link";
import { send } from "@/app/_ui/http/send";
import { Moment } from "@/app/_ui/time/moment";
import { useEditor } from "@/app/(dashboard)/workflows/[id]/editor/editor-context";
import { HookPanel } from "@/app/(dashboard)/workflows/[id]/hook-panel";

type Delivery = { id: string; runId: string; receivedAt: string };

/** The address of a webhook, its secrets and what came last; before the first publish, what will be there. */
export const WebhookFacts = () => {
  const { workflow, mayWrite } = useEditor();
  const { hook } = workflow;
  const [last, setLast] = useState<Delivery | null>();
  useEffect(() => {
    if (!hook) return;
    const stop = new AbortController();
    send<{ data: Delivery[] }>("GET", `/api/v1/deliveries?limit=1&hookId=${hook.id}`, {
      signal: stop.signal,
    }).then(
      ({ data }) => setLast(data[0] ?? null),
      () => {},
    );
    return () => stop.abort();
  }, [hook]);
  if (!hook)
    return (
      <p className="rounded-md border border-line bg-page p-3 text-muted text-sm">
        Its address is made when you publish for the first time, and stays the same from then on.
      </p>
    );
  return (
    <div className="grid gap-3">
      <HookPanel hook={hook} mayWrite={mayWrite} />
      {last !== undefined && (
        <p className="text-sm">
          <span className="text-muted">Last delivery: </span>
          {last ? (
            <>
              <Moment at={last.receivedAt} />,{" "}
              <Link
                href={`/runs/${last.runId}`}
                className="text-accent underline underline-offset-2"
              >
                see its run
              </Link>
            </>
          ) : (
            "none yet"
          )}
        </p>
      )}
    </div>
  );
};
