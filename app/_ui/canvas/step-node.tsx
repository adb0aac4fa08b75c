"use client";

import { Handle, type Node, type NodeProps, Position } from "@xyflow/react";
import { Plus } from "lucide-react";
import { createContext, useContext } from "react";
import type { CanvasEdit } from "@/app/_ui/canvas/canvas-props";
import { TRIGGER_ID } from "@/app/_ui/canvas/graph";
import { CardBody, type CardData } from "@/app/_ui/canvas/step-card";
import { cn } from "@/app/_ui/cn";

export type StepNodeType = Node<CardData & { isLeaf: boolean; tabbable: boolean }, "step">;

/** What nodes and edges may do; nothing when the drawing is read-only. */
export const EditContext = createContext<CanvasEdit | undefined>(undefined);

const HANDLE = "!size-2.5 !min-w-0 !rounded-full !border-2 !border-surface !bg-line-strong";

/** One box of the drawing. The button is what gets the focus; keys are handled by the canvas around it. */
export const StepNode = ({ id, data, selected }: NodeProps<StepNodeType>) => {
  const edit = useContext(EditContext);
  const handle = edit ? HANDLE : "!opacity-0";
  return (
    <div className="group/node relative size-full">
      {data.node.chip && (
        <span
          aria-hidden
          className="-top-3 absolute left-2 z-10 max-w-[204px] truncate rounded-full border border-line bg-raised px-2 text-muted text-xs"
        >
          {data.node.chip}
        </span>
      )}
      <button
        type="button"
        data-node={id}
        tabIndex={data.tabbable ? 0 : -1}
        aria-pressed={selected}
        className={cn(
          "flex size-full flex-col rounded-lg border border-line bg-surface text-ink shadow-sm transition-colors hover:border-line-strong",
          data.problems > 0 && "border-degraded",
          data.state?.status === "failed" && "border-failed-fill",
          data.state?.status === "running" && "border-running-fill",
          data.state?.status === "waiting" && "border-waiting-fill",
          (data.state?.status === "skipped" || data.state?.status === "pending") && "border-dashed",
          selected && "border-accent ring-2 ring-accent hover:border-accent",
        )}
      >
        <CardBody {...data} />
      </button>
      {id !== TRIGGER_ID && (
        <Handle
          type="target"
          position={Position.Left}
          isConnectable={edit !== undefined}
          className={handle}
        />
      )}
      <Handle
        type="source"
        position={Position.Right}
        isConnectable={edit !== undefined}
        className={handle}
      />
      {edit && (
        <button
          type="button"
          tabIndex={-1}
          aria-label={`Add a step after ${data.node.title}`}
          title="Add a step after this one (A)"
          onClick={(event) => {
            event.stopPropagation();
            edit.add(id);
          }}
          className={cn(
            "nodrag nopan -right-10 absolute top-1/2 grid size-6 -translate-y-1/2 place-items-center rounded-full border border-line-strong bg-raised text-muted hover:border-accent hover:text-accent",
            !data.isLeaf && !selected && "opacity-0 group-hover/node:opacity-100 focus:opacity-100",
            !data.isLeaf && "-right-3 top-auto -bottom-3 translate-y-0",
          )}
        >
          <Plus aria-hidden className="size-3.5" />
        </button>
      )}
    </div>
  );
};
