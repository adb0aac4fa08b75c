"use client";

import { useReactFlow } from "@xyflow/react";
import type { ClipboardEvent, KeyboardEvent, RefObject } from "react";
import type { CanvasProps } from "@/app/_ui/canvas/canvas-props";
import { type Graph, TRIGGER_ID } from "@/app/_ui/canvas/graph";
import type { Place } from "@/app/_ui/canvas/layout";
import { WALK_KEYS, walk } from "@/app/_ui/canvas/walk";

type Around = {
  props: CanvasProps;
  graph: Graph;
  places: ReadonlyMap<string, Place>;
  frame: RefObject<HTMLElement | null>;
  reveal: (id: string) => void;
};

/** Puts the focus on a node's button. The browser must not scroll the drawing itself. */
export const focusNode = (frame: HTMLElement | null, id: string) =>
  frame
    ?.querySelector<HTMLElement>(`[data-node="${CSS.escape(id)}"]`)
    ?.focus({ preventScroll: true });

/** Keys and the clipboard inside the drawing. Edits need `edit`. */
export const useCanvasKeys = ({ props, graph, places, frame, reveal }: Around) => {
  const { fitView } = useReactFlow();
  const { selected, onSelect, onOpen, edit } = props;
  const nodeAt = (target: EventTarget): string | undefined =>
    target instanceof HTMLElement
      ? target.closest<HTMLElement>("[data-node]")?.dataset.node
      : undefined;
  const chosen = (at: string | undefined) => {
    const ids = at === undefined || selected.includes(at) ? selected : [at];
    return ids.filter((id) => id !== TRIGGER_ID);
  };
  const move = (at: string, event: KeyboardEvent) => {
    const to = walk(graph, places, at, event.key as Parameters<typeof walk>[3]);
    onSelect(event.shiftKey ? [...new Set([...selected, to])] : [to]);
    focusNode(frame.current, to);
    reveal(to);
  };
  const command = (event: KeyboardEvent): (() => void) | undefined => {
    const key = event.key.toLowerCase();
    if (key === "a")
      return () => onSelect(graph.nodes.map(({ id }) => id).filter((id) => id !== TRIGGER_ID));
    if (!edit) return undefined;
    if (key === "z") return event.shiftKey ? edit.redo : edit.undo;
    if (key === "y") return edit.redo;
    if (key === "d") return () => edit.duplicate(chosen(nodeAt(event.target)));
    return undefined;
  };
  const plain = (event: KeyboardEvent, at: string | undefined): (() => void) | undefined => {
    if (at !== undefined && WALK_KEYS.has(event.key)) return () => move(at, event);
    if (at !== undefined && event.key === "Enter") return () => onOpen?.(at);
    if (at !== undefined && event.key === " ")
      return () =>
        onSelect(selected.includes(at) ? selected.filter((id) => id !== at) : [...selected, at]);
    if (event.key.toLowerCase() === "f") return () => void fitView({ maxZoom: 1, padding: 0.12 });
    if (event.key === "Escape" && selected.length > 0) return () => onSelect([]);
    if (!edit) return undefined;
    if (event.key.toLowerCase() === "a")
      return () => edit.add(at ?? selected.at(-1) ?? graph.nodes.at(-1)?.id ?? TRIGGER_ID);
    if (event.key === "Delete" || event.key === "Backspace") return () => edit.remove(chosen(at));
    return undefined;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const at = nodeAt(event.target);
    // Buttons of the drawing other than nodes keep their own keys.
    if (
      at === undefined &&
      event.target instanceof HTMLButtonElement &&
      /^( |Enter)$/.test(event.key)
    )
      return;
    const held = event.ctrlKey || event.metaKey;
    const act = held ? command(event) : event.altKey ? undefined : plain(event, at);
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  const onCopy = (event: ClipboardEvent) => {
    const ids = chosen(nodeAt(event.target));
    if (!edit || ids.length === 0 || !window.getSelection()?.isCollapsed) return;
    event.clipboardData.setData("text/plain", edit.copy(ids));
    event.preventDefault();
  };
  const onCut = (event: ClipboardEvent) => {
    onCopy(event);
    if (event.defaultPrevented) edit?.remove(chosen(nodeAt(event.target)));
  };
  const onPaste = (event: ClipboardEvent) => {
    if (!edit) return;
    event.preventDefault();
    edit.paste(event.clipboardData.getData("text/plain"), nodeAt(event.target) ?? selected.at(-1));
  };
  return { onKeyDown, onCopy, onCut, onPaste };
};
