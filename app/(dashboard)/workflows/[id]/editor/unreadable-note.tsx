"use client";

import { TriangleAlert } from "lucide-react";
import { Button } from "@/app/_ui/controls/button";

type Props = { line: number; onShow: () => void; onDiscard: () => void };

/** Said over the drawing while the text cannot be read: nothing of it is lost, nothing is changed meanwhile. */
export const UnreadableNote = ({ line, onShow, onDiscard }: Props) => (
  <div
    role="alert"
    className="flex flex-wrap items-center gap-2 bg-degraded-soft px-3 py-2 text-degraded text-sm"
  >
    <TriangleAlert aria-hidden className="size-4 shrink-0" />
    <p className="min-w-0 flex-1">
      The JSON has a mistake in line {line}. You see the last version that could be read; it can be
      changed here again once the text is mended.
    </p>
    <Button size="small" onClick={onShow}>
      Back to the JSON
    </Button>
    <Button size="small" onClick={onDiscard}>
      Give the text up
    </Button>
  </div>
);
