"use client";

import { RefreshCw, Unplug } from "lucide-react";
import { triggerTitle } from "@/app/_ui/canvas/graph";
import { Button } from "@/app/_ui/controls/button";
import { send } from "@/app/_ui/http/send";
import { useCommand } from "@/app/_ui/http/use-command";
import { Moment } from "@/app/_ui/time/moment";
import type { WorkflowDetail } from "@/lib/domain/workflows/schema";

type Props = { workflowId: string; triggers: WorkflowDetail["triggers"]; mayProbe: boolean };

/** Said over the editor when what should start the live version cannot; with a way to look again. */
export const TriggerStates = ({ workflowId, triggers, mayProbe }: Props) => {
  const { run, pending } = useCommand();
  const broken = triggers.filter(({ live }) => live === false);
  if (broken.length === 0) return null;
  const look = () =>
    run(() => send("POST", `/api/v1/workflows/${workflowId}/probe`), { done: "Looked again" });
  return (
    <section
      aria-label="Trigger"
      className="mb-4 flex flex-wrap items-center gap-3 rounded-lg bg-degraded-soft px-4 py-3 text-degraded"
    >
      <Unplug aria-hidden className="size-5 shrink-0" />
      <div className="min-w-0 flex-1">
        {broken.map(({ type, problem, probedAt }) => (
          <p key={type}>
            <span className="font-medium">{triggerTitle(type)} does not start it.</span>{" "}
            {problem?.message} <Moment at={probedAt} />
          </p>
        ))}
      </div>
      {mayProbe && (
        <Button size="small" pending={pending} onClick={() => void look()}>
          <RefreshCw aria-hidden />
          Look again
        </Button>
      )}
    </section>
  );
};
