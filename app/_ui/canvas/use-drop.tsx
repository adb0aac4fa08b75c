"use client";

import { useReactFlow, ViewportPortal } from "@xyflow/react";
import { Plus } from "lucide-react";
import { type DragEvent, useState } from "react";
import { type CanvasProps, STEP_DRAG } from "@/app/_ui/canvas/canvas-props";
import { type Spot, spotAt } from "@/app/_ui/canvas/drop-spot";
import type { Graph } from "@/app/_ui/canvas/graph";
import type { Place } from "@/app/_ui/canvas/layout";

type Around = {
  graph: Graph;
  places: ReadonlyMap<string, Place>;
  onDropStep: CanvasProps["onDropStep"];
};

/** Takes step kinds that are dragged onto the drawing: where the pointer is now, and what the drawing listens to. */
export const useDrop = ({ graph, places, onDropStep }: Around) => {
  const { screenToFlowPosition } = useReactFlow();
  const [spot, setSpot] = useState<Spot>();
  const spotOf = ({ clientX: x, clientY: y }: DragEvent) =>
    spotAt(graph, places, screenToFlowPosition({ x, y }));
  const isStep = ({ dataTransfer }: DragEvent) =>
    onDropStep !== undefined && dataTransfer.types.includes(STEP_DRAG);
  const onDragOver = (event: DragEvent) => {
    if (!isStep(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    const next = spotOf(event);
    if (next.after !== spot?.after || next.before !== spot.before) setSpot(next);
  };
  const onDragLeave = ({ currentTarget, relatedTarget }: DragEvent) => {
    if (!currentTarget.contains(relatedTarget as Node | null)) setSpot(undefined);
  };
  const onDrop = (event: DragEvent) => {
    if (!isStep(event)) return;
    event.preventDefault();
    setSpot(undefined);
    const { after, before } = spotOf(event);
    onDropStep?.(event.dataTransfer.getData(STEP_DRAG), after, before);
  };
  return { spot, listeners: { onDragOver, onDragLeave, onDrop } };
};

/** Says in the drawing where the step would come. */
export const DropMark = ({
  spot: { after, before, x, y },
  graph,
}: {
  spot: Spot;
  graph: Graph;
}) => {
  const titleOf = (id: string) => graph.nodes.find((node) => node.id === id)?.title ?? id;
  return (
    <ViewportPortal>
      <span
        className="pointer-events-none absolute z-20 flex items-center gap-1 rounded-full bg-accent py-0.5 pr-2.5 pl-1.5 font-medium text-on-accent text-xs shadow-md"
        style={{
          transform: `translate(${x}px, ${y}px) translate(${before ? "-50%" : "8px"}, -50%)`,
        }}
      >
        <Plus aria-hidden className="size-3.5" />
        <span className="max-w-56 truncate">
          {before ? `Before ${titleOf(before)}` : `After ${titleOf(after)}`}
        </span>
      </span>
    </ViewportPortal>
  );
};
