"use client";

import { useState } from "react";
import { Canvas } from "@/app/_ui/canvas/canvas";
import type { CanvasProps } from "@/app/_ui/canvas/canvas-props";
import { readGraph } from "@/app/_ui/canvas/graph";
import { StepList } from "@/app/_ui/canvas/step-list";

// So many side by side can still be read when all of them are shown in the width of a page.
const ACROSS_MAX = 7;

/** How many nodes stand side by side: those of the longest way through the document. */
const across = (document: CanvasProps["document"]): number => {
  const { nodes, edges } = readGraph(document);
  const columns = new Map<string, number>();
  const columnOf = (id: string): number => {
    const before = edges.flatMap(({ from, to }) => (to === id ? [from] : []));
    const column = columns.get(id) ?? 1 + Math.max(0, ...before.map(columnOf));
    columns.set(id, column);
    return column;
  };
  return Math.max(0, ...nodes.map(({ id }) => columnOf(id)));
};

/** The flow of a template to look at: all of it drawn where that can be read, as a list where there is no room. */
export const Drawing = (props: Pick<CanvasProps, "label" | "document" | "kinds">) => {
  const [selected, setSelected] = useState<string[]>([]);
  const isLong = across(props.document) > ACROSS_MAX;
  const look = { ...props, selected, onSelect: setSelected };
  return (
    <>
      {!isLong && (
        <div className="overflow-hidden rounded-lg border border-line bg-surface max-lg:hidden">
          <Canvas {...look} whole className="h-60" />
        </div>
      )}
      <StepList {...look} className={isLong ? "max-w-2xl" : "lg:hidden"} />
    </>
  );
};
