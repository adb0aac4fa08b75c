"use client";

import type { RefObject } from "react";
import type { Graph } from "@/app/_ui/canvas/graph";
import type { CodeEditorHandle } from "@/app/_ui/code/code-editor";
import { lineOf, scanJson } from "@/app/_ui/code/json-positions";
import type { Editor } from "@/app/(dashboard)/workflows/[id]/editor/editor-context";
import { focusField, tabOf } from "@/app/(dashboard)/workflows/[id]/editor/show-problem";
import type { View } from "@/app/(dashboard)/workflows/[id]/editor/toolbar";

/** What is drawn only in the next moment can be reached only after it. */
const NEXT_MS = 60;

type Around = {
  editor: Editor;
  graph: Graph;
  view: View | undefined;
  text: string;
  code: RefObject<CodeEditorHandle | null>;
  onView: (view: View) => void;
  onTab: (tab: string) => void;
};

/** The draft's problems with the place each is at, and the way there: its field, else its line. */
export const useProblems = ({ editor, graph, view, text, code, onView, onTab }: Around) => {
  const nodeOf = (path: string) => {
    const [root, index] = path.split(".");
    if (root !== "steps" && root !== "trigger") return undefined;
    return graph.nodes.find((one) => one.index === (root === "trigger" ? -1 : Number(index)));
  };
  const places = editor.problems.map(({ path, message }) => ({
    path,
    message,
    place: nodeOf(path)?.title ?? "Workflow",
  }));
  const show = (path: string) => {
    const node = nodeOf(path);
    if (view === "json" || !node) {
      onView("json");
      setTimeout(() => code.current?.goToLine(lineOf(scanJson(text).lines, path)), NEXT_MS);
      return;
    }
    editor.select([node.id]);
    onTab(tabOf(path));
    setTimeout(() => focusField(path), NEXT_MS);
  };
  return { places, show };
};
