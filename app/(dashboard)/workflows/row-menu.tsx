"use client";

import { Archive, Copy, Download, Ellipsis, PencilLine, RotateCcw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/app/_ui/controls/button";
import { Menu, MenuItem, MenuLine } from "@/app/_ui/controls/menu";
import { send } from "@/app/_ui/http/send";
import { useCommand } from "@/app/_ui/http/use-command";
import { RenameDialog } from "@/app/(dashboard)/workflows/rename-dialog";
import { saveAsFile } from "@/app/(dashboard)/workflows/save-as-file";
import type { WorkflowItem } from "@/lib/domain/workflows/schema";

type Props = { workflow: Pick<WorkflowItem, "id" | "name" | "status"> };

/** What can be done with a workflow from the list. */
export const RowMenu = ({ workflow: { id, name, status } }: Props) => {
  const router = useRouter();
  const { run, pending } = useCommand();
  const [renaming, setRenaming] = useState(false);
  const post = (verb: string) => send<{ id: string }>("POST", `/api/v1/workflows/${id}/${verb}`);
  const duplicate = () =>
    run(async () => router.push(`/workflows/${(await post("duplicate")).id}`), {
      done: "A copy was made",
      refresh: false,
    });
  const download = () =>
    run(async () => saveAsFile(name, await send("GET", `/api/v1/workflows/${id}/export`)), {
      refresh: false,
    });
  const archive = () =>
    run(() => send("DELETE", `/api/v1/workflows/${id}`), {
      done: `“${name}” was archived`,
      undo: () => post("restore"),
      undone: `“${name}” is back as a draft; publish it to make it live`,
    });
  return (
    <div className="relative z-10">
      <Menu
        trigger={
          <Button
            look="quiet"
            size="small-icon"
            aria-label={`More about ${name}`}
            pending={pending}
          >
            {!pending && <Ellipsis aria-hidden />}
          </Button>
        }
      >
        {status !== "archived" && (
          <MenuItem onSelect={() => setRenaming(true)}>
            <PencilLine aria-hidden />
            Rename
          </MenuItem>
        )}
        <MenuItem onSelect={() => void duplicate()}>
          <Copy aria-hidden />
          Duplicate
        </MenuItem>
        <MenuItem onSelect={() => void download()}>
          <Download aria-hidden />
          Export as a file
        </MenuItem>
        <MenuLine />
        {status === "archived" ? (
          <MenuItem onSelect={() => void run(() => post("restore"), { done: "It is back" })}>
            <RotateCcw aria-hidden />
            Restore
          </MenuItem>
        ) : (
          <MenuItem onSelect={() => void archive()}>
            <Archive aria-hidden />
            Archive
          </MenuItem>
        )}
      </Menu>
      <RenameDialog open={renaming} onOpenChange={setRenaming} {...{ id, name }} />
    </div>
  );
};
