"use client";

import {
  Archive,
  Copy,
  Download,
  Ellipsis,
  Pause,
  PencilLine,
  Play,
  RotateCcw,
  Send,
} from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/app/_ui/controls/button";
import { Menu, MenuItem, MenuLine } from "@/app/_ui/controls/menu";
import { send } from "@/app/_ui/http/send";
import { useCommand } from "@/app/_ui/http/use-command";
import { RunDialog } from "@/app/(dashboard)/workflows/[id]/run-dialog";
import { RenameDialog } from "@/app/(dashboard)/workflows/rename-dialog";
import { saveAsFile } from "@/app/(dashboard)/workflows/save-as-file";
import type { WorkflowDetail } from "@/lib/domain/workflows/schema";

type Props = { workflow: WorkflowDetail; liveTrigger: Record<string, unknown> | null };

/** What can be done with a workflow as a whole. */
export const WorkflowActions = ({ workflow, liveTrigger }: Props) => {
  const router = useRouter();
  const { run, pending } = useCommand();
  const [asking, setAsking] = useState(false);
  const [renaming, setRenaming] = useState(false);
  const { id, name, status, liveVersion, draft } = workflow;
  const post = (verb: string) => send("POST", `/api/v1/workflows/${id}/${verb}`);
  const isLive = status === "live";
  const sendSample = () =>
    run(
      async () => {
        const { runId } = await send<{ runId: string }>("POST", `/api/v1/workflows/${id}/sample`, {
          body: {},
        });
        router.push(`/runs/${runId}`);
      },
      { done: "A sample order is on its way", refresh: false },
    );
  const duplicate = () =>
    run(
      async () => {
        const copy = await send<{ id: string }>("POST", `/api/v1/workflows/${id}/duplicate`);
        router.push(`/workflows/${copy.id}`);
      },
      { done: "A copy was made", refresh: false },
    );
  const archive = () =>
    run(() => send("DELETE", `/api/v1/workflows/${id}`), {
      done: `“${name}” was archived`,
      undo: () => post("restore"),
      undone: `“${name}” is back as a draft; publish it to make it live`,
    });
  if (status === "archived") {
    return (
      <Button
        pending={pending}
        onClick={() => void run(() => post("restore"), { done: "It is back" })}
      >
        <RotateCcw aria-hidden />
        Restore
      </Button>
    );
  }
  return (
    <>
      {isLive && liveTrigger?.type === "webhook" && liveTrigger.provider === "shopify" && (
        <Button disabled={pending} onClick={() => void sendSample()}>
          <Send aria-hidden />
          Send a sample order
        </Button>
      )}
      {liveVersion !== null && (
        <Button disabled={pending} onClick={() => setAsking(true)}>
          <Play aria-hidden />
          Run now
        </Button>
      )}
      {isLive && (
        <Button
          disabled={pending}
          onClick={() =>
            void run(() => post("pause"), {
              done: "Paused: nothing starts it",
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
          look="primary"
          disabled={pending}
          onClick={() => void run(() => post("resume"), { done: "Live again" })}
        >
          <Play aria-hidden />
          Resume
        </Button>
      )}
      <Menu
        trigger={
          <Button size="icon" aria-label="More" disabled={pending}>
            <Ellipsis aria-hidden />
          </Button>
        }
      >
        <MenuItem onSelect={() => setRenaming(true)}>
          <PencilLine aria-hidden />
          Rename
        </MenuItem>
        <MenuItem onSelect={() => void duplicate()}>
          <Copy aria-hidden />
          Duplicate
        </MenuItem>
        <MenuItem onSelect={() => saveAsFile(name, draft)}>
          <Download aria-hidden />
          Export as a file
        </MenuItem>
        <MenuLine />
        <MenuItem onSelect={() => void archive()}>
          <Archive aria-hidden />
          Archive
        </MenuItem>
      </Menu>
      <RenameDialog open={renaming} onOpenChange={setRenaming} {...{ id, name }} />
      {liveVersion !== null && (
        <RunDialog open={asking} onOpenChange={setAsking} workflowId={id} trigger={liveTrigger} />
      )}
    </>
  );
};
