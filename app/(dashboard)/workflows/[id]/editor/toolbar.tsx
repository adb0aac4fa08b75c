"use client";

import { Expand, Plus, Redo2, Shrink, Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/app/_ui/controls/button";
import { Segments } from "@/app/_ui/json-form/segments";
import { useEditor } from "@/app/(dashboard)/workflows/[id]/editor/editor-context";

export const VIEWS = [
  { value: "canvas", title: "Canvas" },
  { value: "list", title: "List" },
  { value: "json", title: "JSON" },
] as const;
export type View = (typeof VIEWS)[number]["value"];

type Props = {
  view: View;
  onView: (view: View) => void;
  wide: boolean;
  onWide: (wide: boolean) => void;
  /** Steps cannot be changed while the text cannot be read. */
  locked: boolean;
  onAdd: () => void;
  publish: ReactNode;
  children: ReactNode;
};

/** Above the document: how it is shown, undo, and whether it is saved. */
export const Toolbar = ({
  view,
  onView,
  wide,
  onWide,
  locked,
  onAdd,
  publish,
  children,
}: Props) => {
  const { commands, canUndo, canRedo, mayWrite } = useEditor();
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-line border-b px-2 py-1.5">
      <Segments
        label="View"
        value={view}
        onChange={(next) => onView(next as View)}
        options={VIEWS}
      />
      {mayWrite && (
        <span className="flex">
          <Button
            look="quiet"
            size="icon"
            aria-label="Undo"
            title="Undo (Ctrl Z)"
            aria-disabled={!canUndo}
            onClick={commands.undo}
          >
            <Undo2 aria-hidden />
          </Button>
          <Button
            look="quiet"
            size="icon"
            aria-label="Redo"
            title="Redo (Shift Ctrl Z)"
            aria-disabled={!canRedo}
            onClick={commands.redo}
          >
            <Redo2 aria-hidden />
          </Button>
          {view !== "json" && (
            <Button look="quiet" disabled={locked} onClick={onAdd}>
              <Plus aria-hidden />
              Add step
            </Button>
          )}
        </span>
      )}
      <span className="min-w-0 flex-1 max-md:order-last max-md:basis-full max-md:px-2">
        {children}
      </span>
      <span className="md:hidden flex-1" />
      <Button
        look="quiet"
        size="icon"
        aria-label={wide ? "Smaller" : "Use the whole window"}
        title={wide ? "Smaller" : "Use the whole window"}
        onClick={() => onWide(!wide)}
        className="max-md:hidden"
      >
        {wide ? <Shrink aria-hidden /> : <Expand aria-hidden />}
      </Button>
      {publish}
    </div>
  );
};
