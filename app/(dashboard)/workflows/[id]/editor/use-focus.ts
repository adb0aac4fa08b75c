"use client";

import { type RefObject, useCallback, useEffect, useRef } from "react";
import type { Document } from "@/app/(dashboard)/workflows/[id]/document/edit";

const NEXT_MS = 120;
const TOASTS = "[data-sonner-toaster]";

export const nodeSelector = (id: string) => `[data-node="${CSS.escape(id)}"]`;

type Around = {
  frame: RefObject<HTMLElement | null>;
  document: Document;
  selected: readonly string[];
};

/**
 * Moves the focus to what is drawn in the next moment (`focusSoon`), and keeps it in the editor: when a change takes away
 * what had it, it goes to the selected step, else to the last one.
 */
export const useFocus = ({ frame, document: draft, selected }: Around) => {
  const isHere = useRef(false);
  const chosen = useRef(selected);
  useEffect(() => {
    chosen.current = selected;
  }, [selected]);
  const focusSoon = useCallback(
    (selector: string) =>
      setTimeout(
        () => frame.current?.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true }),
        NEXT_MS,
      ),
    [frame],
  );
  useEffect(() => {
    const note = ({ target }: FocusEvent) => {
      // Menus, dialogs and toasts stand outside and act on what is here.
      const page = frame.current?.closest("body > *");
      if (!(target instanceof Element) || target.closest(TOASTS) || !page?.contains(target)) return;
      isHere.current = frame.current?.contains(target) === true;
    };
    document.addEventListener("focusin", note);
    return () => document.removeEventListener("focusin", note);
  }, [frame]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the draft is what takes places away.
  useEffect(() => {
    const timer = setTimeout(() => {
      const at = document.activeElement;
      const isLost = !at || at === document.body || at.closest(TOASTS) !== null;
      if (!isLost || !isHere.current) return;
      const [id = ""] = chosen.current;
      const nodes = frame.current?.querySelectorAll<HTMLElement>("[data-node]");
      const next =
        frame.current?.querySelector<HTMLElement>(nodeSelector(id)) ??
        Array.from(nodes ?? []).at(-1);
      next?.focus({ preventScroll: true });
    }, NEXT_MS);
    return () => clearTimeout(timer);
  }, [draft, frame]);
  return focusSoon;
};
