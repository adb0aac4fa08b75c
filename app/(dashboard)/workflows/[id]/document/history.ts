import { nodeIds, readGraph, TRIGGER_ID } from "@/app/_ui/canvas/graph";
import {
  applyEdit,
  type Document,
  type Edit,
} from "@/app/(dashboard)/workflows/[id]/document/edit";

const PAST_MAX = 500;

/** A document with its past and its undone future. `merge` names the change that a following one of the same name joins. */
export type History = {
  past: readonly Document[];
  present: Document;
  future: readonly Document[];
  merge: string | undefined;
};

export type Action =
  /** With `merge`, changes of the same name in a row (typing in a field) are undone together. */
  | { kind: "edit"; edit: Edit; merge?: string }
  | { kind: "undo" }
  | { kind: "redo" }
  /** The next change stands by itself, whatever its name. */
  | { kind: "seal" };

export const begin = (document: Document): History => ({
  past: [],
  present: document,
  future: [],
  merge: undefined,
});

/** The next state. Undoing everything gives the document one began with; pure. */
export const step = (history: History, action: Action): History => {
  const { past, present, future, merge } = history;
  switch (action.kind) {
    case "seal":
      return merge === undefined ? history : { ...history, merge: undefined };
    case "undo": {
      const before = past.at(-1);
      if (!before) return history;
      return {
        past: past.slice(0, -1),
        present: before,
        future: [present, ...future],
        merge: undefined,
      };
    }
    case "redo": {
      const [after, ...rest] = future;
      if (!after) return history;
      return { past: [...past, present], present: after, future: rest, merge: undefined };
    }
    case "edit": {
      const next = applyEdit(present, action.edit);
      if (next === present) return history;
      const joins = action.merge !== undefined && action.merge === merge && past.length > 0;
      return {
        past: joins ? past : [...past, present].slice(-PAST_MAX),
        present: next,
        future: [],
        merge: action.merge,
      };
    }
  }
};

/**
 * What to select when the document turns from one into another: steps that came, else the step before a selected one that
 * went; undefined when what is selected still stands.
 */
export const whatChanged = (
  from: Document,
  to: Document,
  selected: readonly string[],
): string[] | undefined => {
  const before = new Set(nodeIds(from));
  const after = new Set(nodeIds(to));
  const came = [...after].filter((id) => !before.has(id));
  if (came.length > 0) return came;
  const gone = selected.find((id) => id !== TRIGGER_ID && !after.has(id));
  if (gone === undefined) return undefined;
  const source = readGraph(from).edges.find((edge) => edge.to === gone)?.from ?? TRIGGER_ID;
  return source === TRIGGER_ID || after.has(source) ? [source] : [];
};
