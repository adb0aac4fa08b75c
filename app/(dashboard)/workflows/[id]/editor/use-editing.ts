"use client";

import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from "react";
import { toast } from "sonner";
import type { CanvasEdit } from "@/app/_ui/canvas/canvas-props";
import { nodeIds, readGraph, stepsOf } from "@/app/_ui/canvas/graph";
import { bareFields } from "@/app/(dashboard)/workflows/[id]/document/bare";
import {
  adoptSteps,
  copySteps,
  idForType,
  readSteps,
} from "@/app/(dashboard)/workflows/[id]/document/clipboard";
import type { Document, Edit, Path } from "@/app/(dashboard)/workflows/[id]/document/edit";
import { begin, step, whatChanged } from "@/app/(dashboard)/workflows/[id]/document/history";
import { freeWay } from "@/app/(dashboard)/workflows/[id]/document/ways";
import type { StepKindItem } from "@/lib/domain/workflows/step-kinds/schema";

type Options = {
  initial: Document;
  kinds: readonly StepKindItem[];
  selected: readonly string[];
  select: (ids: readonly string[]) => void;
  /** Asks for the kind of a step to add. */
  ask: (after: string, before?: string) => void;
};

const words = (count: number) => `${count} ${count === 1 ? "step" : "steps"}`;

/** The document, what can be done to it, and its undo. */
export const useEditing = ({ initial, kinds, selected, select, ask }: Options) => {
  const [history, dispatch] = useReducer(step, initial, begin);
  const [said, announce] = useState("");
  const { present: document } = history;
  const now = useRef(history);
  useEffect(() => {
    now.current = history;
  }, [history]);
  const bare = useMemo(() => bareFields(kinds), [kinds]);
  const edit = useCallback(
    (change: Edit, merge?: string) =>
      dispatch({ kind: "edit", edit: change, ...(merge !== undefined && { merge }) }),
    [],
  );
  const set = useCallback(
    (path: Path, value: unknown) => edit({ kind: "set", path, value }, path.join(".")),
    [edit],
  );
  const titleOf = useCallback(
    (id: string) => readGraph(document).nodes.find((node) => node.id === id)?.title ?? id,
    [document],
  );
  const travel = useCallback(
    (kind: "undo" | "redo") => {
      const { past, present, future } = now.current;
      const there = kind === "undo" ? past.at(-1) : future[0];
      if (!there) return announce(`Nothing to ${kind}`);
      dispatch({ kind });
      const shown = whatChanged(present, there, selected);
      if (shown) select(shown);
      return announce(kind === "undo" ? "Undone" : "Redone");
    },
    [select, selected],
  );
  const undo = useCallback(() => travel("undo"), [travel]);
  const redo = useCallback(() => travel("redo"), [travel]);

  const insert = useCallback(
    (steps: readonly Record<string, unknown>[], after?: string, before?: string) => {
      const added = adoptSteps(document, steps, bare);
      edit({ kind: "insert", steps: added, after, before });
      select(added.map(({ id }) => String(id)));
      return added;
    },
    [document, bare, edit, select],
  );
  const addStep = useCallback(
    (type: string, after: string | undefined, before?: string) => {
      const id = idForType(type, new Set(nodeIds(document)));
      const when = after === undefined || before ? undefined : freeWay(document, after);
      insert([{ id, type, ...(when !== undefined && { when }) }], after, before);
      const title = kinds.find((kind) => kind.type === type)?.title ?? type;
      announce(`Added ${title}${after ? ` after ${titleOf(after)}` : ""}`);
      return id;
    },
    [document, insert, kinds, titleOf],
  );
  const remove = useCallback(
    (ids: readonly string[]) => {
      if (ids.length === 0) return;
      const title = ids.length === 1 ? `“${titleOf(ids[0] ?? "")}”` : words(ids.length);
      edit({ kind: "remove", ids });
      const before = readGraph(document).edges.find(({ to }) => to === ids[0])?.from;
      select(before && !ids.includes(before) ? [before] : []);
      announce(`Deleted ${title}`);
      const takeBack = () => {
        if (now.current.past.at(-1) === document) {
          dispatch({ kind: "undo" });
          select(ids);
        } else toast.info("Other changes followed. Press Ctrl Z to go back step by step.");
      };
      toast.success(`Deleted ${title}`, { action: { label: "Undo", onClick: takeBack } });
    },
    [document, edit, select, titleOf],
  );
  const commands = useMemo<CanvasEdit>(
    () => ({
      add: ask,
      connect: (from, to) => {
        edit({ kind: "connect", from, to });
        announce(`${titleOf(to)} now comes after ${titleOf(from)}`);
      },
      disconnect: (from, to) => {
        edit({ kind: "disconnect", from, to });
        announce(`${titleOf(to)} no longer comes after ${titleOf(from)}`);
      },
      remove,
      duplicate: (ids) => {
        const all = nodeIds(document);
        const steps = stepsOf(document).filter((_, index) => ids.includes(all[index] ?? ""));
        if (steps.length === 0) return;
        insert(steps, ids.at(-1));
        announce(`Duplicated ${words(steps.length)}`);
      },
      copy: (ids) => {
        announce(`Copied ${words(ids.length)}`);
        return copySteps(document, ids);
      },
      paste: (text, after) => {
        const steps = readSteps(text);
        if (!steps) {
          toast.error("The clipboard holds no steps", {
            description: "Copy steps here or in another workflow, then paste again.",
          });
          return;
        }
        const added = insert(steps, after);
        announce(`Pasted ${words(added.length)}`);
      },
      undo,
      redo,
    }),
    [ask, edit, titleOf, remove, document, insert, undo, redo],
  );
  return {
    document,
    bare,
    edit,
    set,
    addStep,
    commands,
    said,
    announce,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    selected,
  };
};
