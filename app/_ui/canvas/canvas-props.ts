import type { Status } from "@/app/_ui/data/status";

/** What the canvas has to know of a step kind. `icon` is Lucide's name. */
export type KindLook = { type: string; title: string; icon?: string };

/** How a step did in a run. `items` is there for steps that walk over a list. */
export type StepState = {
  status: Status;
  attempts?: number;
  items?: { done: number; total: number; failed?: number } | null;
};

/** What can be done to the document from the canvas; ids are the canvas's own (`nodeIds`, `TRIGGER_ID`). */
export type CanvasEdit = {
  /** Asks what to add: behind a node, or on the edge from `after` to `before`. */
  add: (after: string, before?: string) => void;
  connect: (from: string, to: string) => void;
  disconnect: (from: string, to: string) => void;
  remove: (ids: readonly string[]) => void;
  duplicate: (ids: readonly string[]) => void;
  /** The text of the nodes for the clipboard. */
  copy: (ids: readonly string[]) => string;
  paste: (text: string, after: string | undefined) => void;
  undo: () => void;
  redo: () => void;
};

/** What a dragged step kind is called in the drag's data; its text is the kind's type. */
export const STEP_DRAG = "application/x-steward-step";

export type CanvasProps = {
  /** Names the drawing for screen readers. */
  label: string;
  /** A draft or a published definition; mistakes in it are drawn as far as possible. */
  document: Record<string, unknown>;
  kinds: readonly KindLook[];
  /** By step id: paints a run over the document. */
  states?: Readonly<Record<string, StepState>>;
  /** Paths are dotted, such as `steps.0.with.url`. */
  problems?: readonly { path: string; message: string }[];
  selected: readonly string[];
  onSelect: (ids: string[]) => void;
  /** Enter on a node; where there is an inspector, the focus goes there. */
  onOpen?: (id: string) => void;
  /** Without it the drawing is read-only. */
  edit?: CanvasEdit;
  /** A kind was dropped behind a node, or on the edge from `after` to `before`. */
  onDropStep?: (type: string, after: string, before?: string) => void;
  /** Shows all of it in its box at any size, however small its words become. */
  whole?: boolean;
  className?: string;
};
