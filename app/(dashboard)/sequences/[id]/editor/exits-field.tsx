"use client";

import { Plus, X } from "lucide-react";
import { Button } from "@/app/_ui/controls/button";
import { BoundText } from "@/app/(dashboard)/sequences/[id]/editor/bound";
import { listAt } from "@/app/(dashboard)/sequences/[id]/editor/draft";
import { useEditor } from "@/app/(dashboard)/sequences/[id]/editor/editor-context";

const EXITS_MAX = 10;

/** Events on which people leave. */
export const ExitsField = () => {
  const { draft, set, mayWrite } = useEditor();
  const exits = listAt(draft, ["exits"]);
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 font-medium text-sm">People leave on the events</legend>
      {exits.map((_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an event has no identity besides its place.
        <div key={index} className="flex items-end gap-2">
          <div className="min-w-0 flex-1">
            <BoundText
              path={["exits", index, "event"]}
              label={`Event ${index + 1}`}
              placeholder="subscription.cancelled"
            />
          </div>
          {mayWrite && (
            <Button
              look="quiet"
              size="icon"
              aria-label={`Take out event ${index + 1}`}
              onClick={() => set(["exits"], exits.toSpliced(index, 1))}
            >
              <X aria-hidden />
            </Button>
          )}
        </div>
      ))}
      {mayWrite && exits.length < EXITS_MAX && (
        <Button
          size="small"
          className="justify-self-start"
          onClick={() => set(["exits"], [...exits, { event: "" }])}
        >
          <Plus aria-hidden />
          Add an event
        </Button>
      )}
    </fieldset>
  );
};
