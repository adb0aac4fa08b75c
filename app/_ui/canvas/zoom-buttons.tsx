"use client";

import { useReactFlow } from "@xyflow/react";
import { Maximize, Minus, Plus } from "lucide-react";
import { Button } from "@/app/_ui/controls/button";

/** In, out, and all of it. */
export const ZoomButtons = ({ onFit }: { onFit: () => void }) => {
  const { zoomIn, zoomOut } = useReactFlow();
  return (
    <div
      role="toolbar"
      aria-label="Zoom"
      className="absolute bottom-2 left-2 z-10 flex rounded-md border border-line bg-raised"
    >
      <Button look="quiet" size="small-icon" aria-label="Zoom out" onClick={() => void zoomOut()}>
        <Minus aria-hidden />
      </Button>
      <Button look="quiet" size="small-icon" aria-label="Zoom in" onClick={() => void zoomIn()}>
        <Plus aria-hidden />
      </Button>
      <Button
        look="quiet"
        size="small-icon"
        aria-label="Show everything"
        title="Show everything (F)"
        onClick={onFit}
      >
        <Maximize aria-hidden />
      </Button>
    </div>
  );
};
