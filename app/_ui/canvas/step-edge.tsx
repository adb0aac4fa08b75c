"use client";

import {
  BaseEdge,
  type Edge,
  EdgeLabelRenderer,
  type EdgeProps,
  getBezierPath,
} from "@xyflow/react";
import { Plus, X } from "lucide-react";
import { useContext } from "react";
import type { GraphEdge } from "@/app/_ui/canvas/graph";
import { EditContext } from "@/app/_ui/canvas/step-node";
import { cn } from "@/app/_ui/cn";

export type StepEdgeType = Edge<{ edge: GraphEdge; taken: boolean | undefined }, "step">;

const ROUND =
  "nodrag nopan pointer-events-auto grid size-6 place-items-center rounded-full border border-line-strong bg-raised text-muted hover:border-accent hover:text-accent";

/** One arrow: dashed for the path of an error, with its condition as a chip and, while editing, what can be done to it. */
export const StepEdge = ({ id, data, markerEnd, ...ends }: EdgeProps<StepEdgeType>) => {
  const edit = useContext(EditContext);
  const [path, x, y] = getBezierPath(ends);
  const { edge, taken } = data ?? {};
  const isError = edge?.kind === "error";
  const chip = isError ? "on error" : edge?.chip;
  const colour = isError ? "var(--failed-fill)" : taken ? "var(--muted)" : "var(--line-strong)";
  return (
    <>
      <BaseEdge
        id={id}
        path={path}
        {...(markerEnd && { markerEnd })}
        style={{
          stroke: colour,
          strokeWidth: taken ? 2 : 1.25,
          opacity: taken === false ? 0.45 : 1,
          ...(isError && { strokeDasharray: "5 4" }),
        }}
      />
      <EdgeLabelRenderer>
        <div
          className="group/edge absolute flex items-center gap-1"
          style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
        >
          {chip && (
            <span
              title={edge?.when}
              className={cn(
                "pointer-events-auto max-w-44 truncate rounded-full border border-line bg-raised px-2 text-xs leading-5",
                isError ? "text-failed" : "text-muted",
              )}
            >
              {chip}
            </span>
          )}
          {edit && edge && (
            <>
              {!isError && (
                <button
                  type="button"
                  tabIndex={-1}
                  aria-label={`Add a step between ${edge.from} and ${edge.to}`}
                  title="Add a step here"
                  className={ROUND}
                  onClick={() => edit.add(edge.from, edge.to)}
                >
                  <Plus aria-hidden className="size-3.5" />
                </button>
              )}
              <button
                type="button"
                tabIndex={-1}
                aria-label={`Take away the connection from ${edge.from} to ${edge.to}`}
                title="Take this connection away"
                className={cn(ROUND, "hidden hover:text-failed group-hover/edge:grid")}
                onClick={() => edit.disconnect(edge.from, edge.to)}
              >
                <X aria-hidden className="size-3.5" />
              </button>
            </>
          )}
        </div>
      </EdgeLabelRenderer>
    </>
  );
};
