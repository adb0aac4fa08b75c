"use client";

import { Archive, Pause, Play, RotateCcw } from "lucide-react";
import { Button } from "@/app/_ui/controls/button";
import { send } from "@/app/_ui/http/send";
import { useCommand } from "@/app/_ui/http/use-command";
import { people } from "@/app/(dashboard)/sequences/words";
import type { SequenceDetail } from "@/lib/domain/sequences/schema";

/** Pause, go on, archive, bring back; each with its way back. */
export const SequenceActions = ({ sequence }: { sequence: SequenceDetail }) => {
  const { id, status, inside } = sequence;
  const { run, pending } = useCommand();
  const post = (verb: string) => send("POST", `/api/v1/sequences/${id}/${verb}`);
  const archive = () =>
    run(() => send("DELETE", `/api/v1/sequences/${id}`), {
      done: `Archived; ${people(inside)} inside get nothing more`,
      undo: () => post("restore"),
    });
  if (status === "archived")
    return (
      <Button
        pending={pending}
        onClick={() => void run(() => post("restore"), { done: "It is back, paused" })}
      >
        <RotateCcw aria-hidden />
        Restore
      </Button>
    );
  return (
    <>
      <Button look="quiet" pending={pending} onClick={() => void archive()}>
        <Archive aria-hidden />
        Archive
      </Button>
      {status === "live" && (
        <Button
          pending={pending}
          onClick={() =>
            void run(() => post("pause"), {
              done: `Paused; ${people(inside)} wait where they are`,
              undo: () => post("resume"),
            })
          }
        >
          <Pause aria-hidden />
          Pause
        </Button>
      )}
      {status === "paused" && (
        <Button
          pending={pending}
          onClick={() =>
            void run(() => post("resume"), {
              done: "It goes on; what became too late is passed over",
              undo: () => post("pause"),
            })
          }
        >
          <Play aria-hidden />
          Resume
        </Button>
      )}
    </>
  );
};
