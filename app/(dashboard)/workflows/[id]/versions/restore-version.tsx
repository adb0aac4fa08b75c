"use client";

import { Undo2, Zap } from "lucide-react";
import { useState } from "react";
import { Button } from "@/app/_ui/controls/button";
import { ConfirmDialog } from "@/app/_ui/controls/confirm-dialog";
import { send } from "@/app/_ui/http/send";
import { useCommand } from "@/app/_ui/http/use-command";

type Props = { workflowId: string; version: number; isLive: boolean };

/** Goes back to a version, as the draft or live at once, after saying what that replaces. */
export const RestoreVersion = ({ workflowId, version, isLive }: Props) => {
  const { run } = useCommand();
  const [asking, setAsking] = useState<"draft" | "publish" | null>(null);
  const restore = (publish: boolean) =>
    run(
      () =>
        send("POST", `/api/v1/workflows/${workflowId}/rollback`, { body: { version, publish } }),
      {
        done: publish ? `Version ${version} is live again` : `The draft is version ${version} now`,
      },
    );
  const dialog = (kind: "draft" | "publish") => ({
    open: asking === kind,
    onOpenChange: (open: boolean) => setAsking(open ? kind : null),
    onConfirm: () => restore(kind === "publish"),
  });
  return (
    <>
      <Button size="small" onClick={() => setAsking("draft")}>
        <Undo2 aria-hidden />
        Make it the draft
      </Button>
      {!isLive && (
        <Button size="small" onClick={() => setAsking("publish")}>
          <Zap aria-hidden />
          Publish it again
        </Button>
      )}
      <ConfirmDialog
        {...dialog("draft")}
        title={`Make version ${version} the draft?`}
        summary="It replaces the draft of today, with every change that was not published. What is live stays live."
        verb="Replace the draft"
      />
      <ConfirmDialog
        {...dialog("publish")}
        title={`Publish version ${version} again?`}
        summary="It replaces the draft of today and goes live at once as a new version. Runs under way finish with the version they began with."
        verb="Publish it again"
      />
    </>
  );
};
