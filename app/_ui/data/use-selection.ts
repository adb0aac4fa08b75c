"use client";

import { useCallback, useEffect, useRef, useState } from "react";

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
  !(target instanceof HTMLInputElement && target.type === "checkbox");

export type Selection = {
  chosen: ReadonlySet<string>;
  /** `range` takes along everything between this row and the one chosen last. */
  toggle: (id: string, range?: boolean) => void;
  set: (ids: readonly string[]) => void;
};

/**
 * Which rows of a list are chosen. `x` chooses the row with the focus (its link carries `data-row` and `data-id`), with
 * Shift all up to it, and Escape lets go of all of them.
 */
export const useSelection = (ids: readonly string[]): Selection => {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const last = useRef<string>(undefined);
  const order = useRef(ids);
  order.current = ids;
  const toggle = useCallback((id: string, range = false) => {
    const from = order.current.indexOf(last.current ?? "");
    const to = order.current.indexOf(id);
    const between =
      range && from >= 0 ? order.current.slice(Math.min(from, to), Math.max(from, to) + 1) : [id];
    last.current = id;
    setChosen((before) => {
      const next = new Set(before);
      const off = before.has(id);
      for (const one of between) off ? next.delete(one) : next.add(one);
      return next;
    });
  }, []);
  const set = useCallback((all: readonly string[]) => setChosen(new Set(all)), []);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      if (document.querySelector("[role=dialog],[role=menu]")) return;
      if (event.key === "Escape") return set([]);
      const row = event.key.toLowerCase() === "x" && document.activeElement?.closest("[data-row]");
      const id = row instanceof HTMLElement ? row.dataset.id : undefined;
      if (!id) return;
      event.preventDefault();
      toggle(id, event.shiftKey);
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [toggle, set]);
  return { chosen, toggle, set };
};
