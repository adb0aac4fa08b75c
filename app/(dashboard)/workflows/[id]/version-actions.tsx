"use client";

import { Undo2 } from "lucide-react";
import { Button } from "@/app/_ui/controls/button";
import { Menu, MenuItem } from "@/app/_ui/controls/menu";
import { send } from "@/app/_ui/http/send";
import { useCommand } from "@/app/_ui/http/use-command";

type Props = { workflowId: string; version: number; isLive: boolean };

/** Brings an old version back, as the draft or live at once. */
export const VersionActions = ({ workflowId, version, isLive }: Props) => {
  const { run, pending } = useCommand();
  const rollBack = (publish: boolean) =>
    void run(
      () =>
        send("POST", `/api/v1/workflows/${workflowId}/rollback`, { body: { version, publish } }),
      {
        done: publish ? `Version ${version} is live again` : `The draft is version ${version} now`,
      },
    );
  return (
    <Menu
      trigger={
        <Button
          look="quiet"
          size="small"
          pending={pending}
          aria-label={`Restore version ${version}`}
        >
          <Undo2 aria-hidden />
          Restore
        </Button>
      }
    >
      <MenuItem onSelect={() => rollBack(false)}>Make it the draft</MenuItem>
      {!isLive && <MenuItem onSelect={() => rollBack(true)}>Publish it again now</MenuItem>}
    </Menu>
  );
};
