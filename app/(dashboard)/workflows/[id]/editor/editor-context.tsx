"use client";

import { createContext, useContext } from "react";
import type { CanvasEdit } from "@/app/_ui/canvas/canvas-props";
import type { Document, Edit, Path } from "@/app/(dashboard)/workflows/[id]/document/edit";
import type { WorkflowDetail } from "@/lib/domain/workflows/schema";
import type { StepKindItem, TriggerKindItem } from "@/lib/domain/workflows/step-kinds/schema";

type StepProblem = { path: string; code: string; message: string };

/** What the parts of the editor share. */
export type Editor = {
  workflow: WorkflowDetail;
  kinds: readonly StepKindItem[];
  triggers: readonly TriggerKindItem[];
  mayWrite: boolean;
  document: Document;
  problems: readonly StepProblem[];
  selected: readonly string[];
  select: (ids: readonly string[]) => void;
  edit: (edit: Edit, merge?: string) => void;
  /** Puts a value into the document; typing in one field is undone together. */
  set: (path: Path, value: unknown) => void;
  /** Adds a step of a type and selects it; gives its id. */
  addStep: (type: string, after: string | undefined, before?: string) => string;
  commands: CanvasEdit;
  canUndo: boolean;
  canRedo: boolean;
  /** Tells screen readers. */
  announce: (words: string) => void;
};

const Context = createContext<Editor | undefined>(undefined);

export const EditorProvider = Context;

export const useEditor = (): Editor => {
  const editor = useContext(Context);
  if (!editor) throw new Error("Parts of the editor stand inside of it.");
  return editor;
};
