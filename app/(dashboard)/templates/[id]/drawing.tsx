"use client";

import { useState } from "react";
import { Canvas } from "@/app/_ui/canvas/canvas";
import type { CanvasProps } from "@/app/_ui/canvas/canvas-props";
import { StepList } from "@/app/_ui/canvas/step-list";

/** The flow of a template to look at: drawn where there is room, as a list where there is not. */
export const Drawing = (props: Pick<CanvasProps, "label" | "document" | "kinds">) => {
  const [selected, setSelected] = useState<string[]>([]);
  const look = { ...props, selected, onSelect: setSelected };
  return (
    <>
      <div className="rounded-lg border border-line bg-surface max-md:hidden">
        <Canvas {...look} className="h-105" />
      </div>
      <StepList {...look} className="md:hidden" />
    </>
  );
};
