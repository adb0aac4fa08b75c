"use client";

import dynamic from "next/dynamic";
import type { CanvasProps } from "@/app/_ui/canvas/canvas-props";
import { Bar } from "@/app/_ui/data/skeleton";

const Flow = dynamic(() => import("@/app/_ui/canvas/flow").then((file) => file.Flow), {
  ssr: false,
  loading: () => (
    <div aria-busy="true" className="grid size-full place-items-center">
      <span className="sr-only">Loading the canvas</span>
      <Bar className="h-14 w-55" />
    </div>
  ),
});

/**
 * A workflow as a drawing, left to right, with a run painted over it when `states` are given. Fills the box it is put in;
 * that box needs a height. The drawing code is loaded when it is first shown.
 */
export const Canvas = ({ className = "h-full", ...props }: CanvasProps) => (
  <div className={className}>
    <Flow {...props} className="size-full" />
  </div>
);
