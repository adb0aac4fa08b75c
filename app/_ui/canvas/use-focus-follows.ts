"use client";

import { type RefObject, useEffect, useRef } from "react";
import type { Graph } from "@/app/_ui/canvas/graph";
import { focusNode } from "@/app/_ui/canvas/use-canvas-keys";

type Around = { frame: RefObject<HTMLElement | null>; graph: Graph; selected: readonly string[] };

/**
 * Keeps the focus in the drawing while one works there: on the node that an edit selected, and on a node that is left
 * when the one with the focus went away.
 */
export const useFocusFollows = ({ frame, graph, selected }: Around) => {
  const isHere = useRef(false);
  useEffect(() => {
    const note = ({ target }: FocusEvent) => {
      isHere.current = target instanceof Node && frame.current?.contains(target) === true;
    };
    document.addEventListener("focusin", note);
    return () => document.removeEventListener("focusin", note);
  }, [frame]);
  useEffect(() => {
    const active = document.activeElement as HTMLElement | null;
    const at = active?.dataset.node;
    const isLost = active === document.body;
    if (!isHere.current || (at === undefined && !isLost)) return;
    const known = new Set(graph.nodes.map(({ id }) => id));
    if (at !== undefined && selected.includes(at)) return;
    const wanted = selected.find((id) => known.has(id));
    const next = wanted ?? (isLost ? graph.nodes.at(-1)?.id : undefined);
    if (next !== undefined) focusNode(frame.current, next);
  }, [frame, graph, selected]);
};
