"use client";

import { CircleStop, RotateCcw } from "lucide-react";
import { useRouter } from "next/navigation";
import { Button } from "@/app/_ui/controls/button";
import { Menu, MenuItem } from "@/app/_ui/controls/menu";
import { send } from "@/app/_ui/http/send";
import { useCommand } from "@/app/_ui/http/use-command";
import type { RunDetail } from "@/lib/domain/runs/schema";

/** Cancel while it runs; replay at any time. */
export const RunActions = ({ run, onChange }: { run: RunDetail; onChange: () => void }) => {
  const router = useRouter();
  const { run: command, pending } = useCommand();
  const cancel = async () => {
    const done = await command(() => send("POST", `/api/v1/runs/${run.id}/cancel`), {
      done: "The run was cancelled",
      refresh: false,
    });
    if (done) onChange();
  };
  const replay = (version: "same" | "latest") =>
    void command(
      async () => {
        const { runId } = await send<{ runId: string }>("POST", `/api/v1/runs/${run.id}/replay`, {
          body: { version },
        });
        router.push(`/runs/${runId}`);
      },
      { done: "A new run has started", refresh: false },
    );
  return (
    <>
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
        <MenuItem onSelect={() => replay("same")}>With version {run.version}, as it ran</MenuItem>
        <MenuItem onSelect={() => replay("latest")}>With the version that is live now</MenuItem>
      </Menu>
    </>
  );
};
