"use client";

import { LogOut, Pause, Play } from "lucide-react";
import { useState } from "react";
import { Button } from "@/app/_ui/controls/button";
import { ConfirmDialog } from "@/app/_ui/controls/confirm-dialog";
import { send } from "@/app/_ui/http/send";
import { useCommand } from "@/app/_ui/http/use-command";

type Props = { id: string; isPaused: boolean };

/** Holds one person, lets it go on, or takes it out. */
export const SteerButtons = ({ id, isPaused }: Props) => {
  const { run, pending } = useCommand();
  const [asking, setAsking] = useState(false);
  const post = (verb: string, body?: object) =>
    send("POST", `/api/v1/enrolments/${id}/${verb}`, body ? { body } : {});
  const [verb, back] = isPaused ? ["resume", "pause"] : ["pause", "resume"];
  return (
    <>
      <Button
        pending={pending}
        onClick={() =>
          void run(() => post(verb), {
            done: isPaused ? "It goes on" : "Paused; nothing is sent meanwhile",
            undo: () => post(back),
          })
        }
      >
        {isPaused ? <Play aria-hidden /> : <Pause aria-hidden />}
        {isPaused ? "Resume" : "Pause"}
      </Button>
      <Button look="danger" pending={pending} onClick={() => setAsking(true)}>
        <LogOut aria-hidden />
        Take out
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Take this person out"
        summary="Nothing more of this sequence is sent to this person. What was sent stays in the log."
        verb="Take out"
        onConfirm={() =>
          run(() => post("exit", { reason: "taken out by hand" }), { done: "Taken out" })
        }
      />
    </>
  );
};
