"use client";

import { ArrowUp, CornerDownRight } from "lucide-react";
import { useMemo } from "react";
import type { CanvasProps } from "@/app/_ui/canvas/canvas-props";
import { nodeIds, problemsByNode, readGraph, TRIGGER_ID } from "@/app/_ui/canvas/graph";
import { CardBody } from "@/app/_ui/canvas/step-card";
import { cn } from "@/app/_ui/cn";
import { Button } from "@/app/_ui/controls/button";

/** The same document as a list in the order of the work: for narrow screens and screen readers. */
export const StepList = (props: CanvasProps) => {
  const { document, kinds, states, problems = [], selected, onSelect, onOpen, edit } = props;
  const graph = useMemo(() => readGraph(document), [document]);
  const counts = useMemo(() => problemsByNode(problems, nodeIds(document)), [problems, document]);
  const titles = new Map(graph.nodes.map(({ id, title }) => [id, title]));
  return (
    <ol aria-label={props.label} className={cn("grid gap-2", props.className)}>
      {graph.nodes.map((node) => {
        const before = graph.edges.filter(({ to }) => to === node.id);
        const data = {
          node,
          kind: kinds.find(({ type }) => type === node.type),
          state: states?.[node.id],
          problems: counts.get(node.id) ?? 0,
        };
        const isSelected = selected.includes(node.id);
        return (
          <li key={node.id} className="grid gap-1">
            {node.id !== TRIGGER_ID && before.length > 0 && (
              <p className="flex items-center gap-1.5 pl-2 text-muted text-xs">
                <CornerDownRight aria-hidden className="size-3.5 shrink-0" />
                <span className="min-w-0 break-words">
                  {before
                    .map(
                      ({ from, kind, chip }) =>
                        `${kind === "error" ? "when it fails: " : "after "}${titles.get(from)}${chip ? `, ${chip}` : ""}`,
                    )
                    .join(" · ")}
                  {node.chip && ` · ${node.chip}`}
                </span>
              </p>
            )}
            <button
              type="button"
              data-node={node.id}
              aria-pressed={isSelected}
              onClick={() => {
                onSelect([node.id]);
                onOpen?.(node.id);
              }}
              className={cn(
                "block w-full rounded-lg border border-line bg-surface hover:border-line-strong",
                data.problems > 0 && "border-degraded",
                isSelected && "border-accent ring-1 ring-accent",
              )}
            >
              <CardBody {...data} />
            </button>
            {edit && (
              <div className="flex justify-end gap-1">
                <Button
                  look="quiet"
                  size="small"
                  aria-label={`Add after ${node.title}`}
                  onClick={() => edit.add(node.id)}
                >
                  <ArrowUp aria-hidden className="rotate-180" />
                  Add after
                </Button>
                {node.id !== TRIGGER_ID && (
                  <Button
                    look="quiet"
                    size="small"
                    aria-label={`Delete ${node.title}`}
                    onClick={() => edit.remove([node.id])}
                  >
                    Delete
                  </Button>
                )}
              </div>
            )}
          </li>
        );
      })}
    </ol>
  );
};
