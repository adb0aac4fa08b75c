"use client";

import { useEffect, useState } from "react";
import { Button } from "@/app/_ui/controls/button";
import { send } from "@/app/_ui/http/send";
import { useCommand } from "@/app/_ui/http/use-command";
import { LiveRuns } from "@/app/(dashboard)/welcome/live-runs";
import { move } from "@/app/(dashboard)/welcome/steps";

const EVERY_MS = 1500;

/** The newest run of a workflow, looked for until there is one. */
const useNewestRun = (workflowId: string, known: string | undefined) => {
  const [id, setId] = useState(known);
  useEffect(() => {
    if (id) return;
    const controller = new AbortController();
    const ask = async () => {
      const path = `/api/v1/runs?workflowId=${workflowId}&limit=1` as const;
      const { data } = await send<{ data: { id: string }[] }>("GET", path, {
        signal: controller.signal,
      });
      if (data[0]) setId(data[0].id);
    };
    // What cannot be read now is asked for again.
    const timer = setInterval(() => void ask().catch(() => {}), EVERY_MS);
    return () => {
      controller.abort();
      clearInterval(timer);
    };
  }, [id, workflowId]);
  return [id, setId] as const;
};

type Props = {
  workflow: { id: string; name: string; isSample: boolean };
  /** The newest run there is already. */
  runId: string | undefined;
  /** What a try sends; without it the workflow waits for its trigger. */
  sample: Record<string, unknown> | undefined;
};

/** Shows the first run of the chosen workflow as it happens, whoever starts it. */
export const WatchStep = ({ workflow, runId: known, sample }: Props) => {
  const { run, pending } = useCommand();
  const [runId, setRunId] = useNewestRun(workflow.id, known);
  const start = async () => {
    const { runId: started } = await send<{ runId: string }>(
      "POST",
      `/api/v1/workflows/${workflow.id}/run`,
      { body: { input: sample } },
    );
    setRunId(started);
  };
  return (
    <div className="grid grid-cols-1 gap-4">
      {runId ? (
        <LiveRuns ids={[runId]} />
      ) : (
        <p className="text-muted" role="status">
          “{workflow.name}” is live and waits. The first run appears here by itself.
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        {sample && (
          <Button
            look={runId ? "plain" : "primary"}
            size="large"
            pending={pending}
            onClick={() => void run(start, { refresh: false })}
          >
            Run it with sample values
          </Button>
        )}
        {runId && (
          <Button
            look="primary"
            size="large"
            pending={pending}
            onClick={() => void run(() => move([{ type: "finish", step: "watch" }]))}
          >
            Finish
          </Button>
        )}
      </div>
      {sample && (
        <p className="text-muted text-sm">
          What the workflow sends is real: it goes to the addresses you gave.
        </p>
      )}
    </div>
  );
};
