"use client";

import { createContext, useContext } from "react";
import type { Draft, Path } from "@/app/(dashboard)/sequences/[id]/editor/draft";
import { problemWords } from "@/app/(dashboard)/sequences/words";
import type { SequenceDetail } from "@/lib/domain/sequences/schema";

export type Editor = {
  draft: Draft;
  mayWrite: boolean;
  problems: SequenceDetail["problems"];
  set: (path: Path, value: unknown) => void;
  change: (next: (draft: Draft) => Draft) => void;
};

const Context = createContext<Editor | undefined>(undefined);

export const EditorProvider = Context.Provider;

/** The draft and how to change it. */
export const useEditor = (): Editor => {
  const editor = useContext(Context);
  if (!editor) throw new Error("Fields of the editor stand inside it.");
  return editor;
};

/** What is wrong at a place of the draft, as a sentence; undefined when nothing is. */
export const useProblem = (path: Path): string | undefined => {
  const { problems } = useEditor();
  const name = path.join(".");
  const found = problems.find((problem) => problem.path === name);
  return found && problemWords(found.message);
};
