"use client";

import { CircleStop, RotateCcw } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button, ButtonLink } from "@/app/_ui/controls/button";
import { Menu, MenuItem } from "@/app/_ui/controls/menu";
import { send } from "@/app/_ui/http/send";
import { useCommand } from "@/app/_ui/http/use-command";
import type { RunDetail, RunStep } from "@/lib/domain/runs/schema";

const ReplayDialog = dynamic(() =>
  import("@/app/(dashboard)/runs/[id]/replay/replay-dialog").then((file) => file.ReplayDialog),
);

type Props = {
  run: RunDetail;
  /** The step being looked at. */
  step: RunStep | undefined;
  mayWrite: boolean;
  onChange: () => void;
};

const WHOLE = "";

/** Cancel while it runs; replay whole or from a step. */
export const RunActions = ({ run, step, mayWrite, onChange }: Props) => {
  const router = useRouter();
  const { run: command, pending } = useCommand();
  const [from, setFrom] = useState<string>();
  const cancel = async () => {
    const done = await command(() => send("POST", `/api/v1/runs/${run.id}/cancel`), {
      done: "The run was cancelled",
      refresh: false,
    });
    if (done) onChange();
  };
  if (!mayWrite) return null;
  const failed = run.error?.stepId;
  return (
    <>
      {run.replayOf && (
        <ButtonLink href={`/runs/${run.id}/compare?with=${run.replayOf}` as "/"}>
          Compare
        </ButtonLink>
      )}
      {!run.endedAt && (
        <Button look="danger" pending={pending} onClick={() => void cancel()}>
          <CircleStop aria-hidden />
          Cancel the run
        </Button>
      )}
      <Menu
        trigger={
          <Button look={run.endedAt ? "primary" : "plain"} disabled={pending}>
            <RotateCcw aria-hidden />
            Replay
          </Button>
        }
      >
        {failed && <MenuItem onSelect={() => setFrom(failed)}>From the step that failed</MenuItem>}
        {step && step.id !== failed && run.endedAt && (
          <MenuItem onSelect={() => setFrom(step.id)}>
            From the step {step.name ?? step.id}
          </MenuItem>
        )}
        <MenuItem onSelect={() => setFrom(WHOLE)}>The whole run</MenuItem>
      </Menu>
      {from !== undefined && (
        <ReplayDialog
          run={run}
          from={from}
          onClose={() => setFrom(undefined)}
          onStarted={(id) => {
            setFrom(undefined);
            router.push(`/runs/${id}`);
          }}
        />
      )}
    </>
  );
};
