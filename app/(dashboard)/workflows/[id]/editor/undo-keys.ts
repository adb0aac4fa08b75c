import type { KeyboardEvent } from "react";
import type { CanvasEdit } from "@/app/_ui/canvas/canvas-props";

/** Undo and redo wherever no text is being typed; fields have their own. */
export const undoKeys =
  ({ undo, redo }: CanvasEdit) =>
  (event: KeyboardEvent) => {
    const key = event.key.toLowerCase();
    const isText = /^(INPUT|TEXTAREA|SELECT)$/.test((event.target as HTMLElement).tagName);
    if (isText || !(event.ctrlKey || event.metaKey) || !/^[zy]$/.test(key)) return;
    event.preventDefault();
    if (key === "y" || event.shiftKey) redo();
    else undo();
  };
