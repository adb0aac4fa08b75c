"use client";

import { Search } from "lucide-react";
import { useState } from "react";
import { STEP_DRAG } from "@/app/_ui/canvas/canvas-props";
import { StepIcon } from "@/app/_ui/canvas/step-icon";
import { useEditor } from "@/app/(dashboard)/workflows/[id]/editor/editor-context";
import { groupKinds } from "@/app/(dashboard)/workflows/[id]/editor/step-choices";

/** The step kinds at the left of the canvas; a click adds one behind the selected step, else at the end; dragged, where it is dropped. */
export const StepPalette = () => {
  const { kinds, commands, addStep, selected, document } = useEditor();
  const [search, setSearch] = useState("");
  const groups = groupKinds(kinds, search);
  const steps = Array.isArray(document.steps) ? document.steps : [];
  const last = (steps.at(-1) as { id?: string } | undefined)?.id;
  return (
    <section
      aria-label="Steps to add"
      className="flex w-48 shrink-0 flex-col border-line border-r max-xl:hidden"
    >
      <div className="relative p-2">
        <Search
          aria-hidden
          className="pointer-events-none absolute top-4 left-4 size-4 text-faint"
        />
        <input
          type="search"
          aria-label="Search steps"
          placeholder="Search steps"
          value={search}
          onChange={({ target }) => setSearch(target.value)}
          className="h-8 w-full rounded-md border border-line bg-surface pr-2 pl-8 text-sm hover:bg-hover"
        />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
        {groups.length === 0 && <p className="p-2 text-muted text-sm">No step is called so.</p>}
        {groups.map(({ id, title, kinds: members }) => (
          <div key={id} className="mb-2">
            <h3 className="px-2 py-1 text-muted text-xs">{title}</h3>
            <ul>
              {members.map((kind) => (
                <li key={kind.type}>
                  <button
                    type="button"
                    title={kind.summary}
                    disabled={!commands}
                    draggable
                    onDragStart={({ dataTransfer }) => {
                      dataTransfer.setData(STEP_DRAG, kind.type);
                      dataTransfer.effectAllowed = "copy";
                    }}
                    onClick={() => addStep(kind.type, selected.at(-1) ?? last)}
                    className="flex min-h-8 w-full items-center gap-2 rounded-md px-2 text-left text-sm hover:bg-hover"
                  >
                    <StepIcon name={kind.icon} className="size-4 shrink-0 text-accent" />
                    <span className="min-w-0 truncate">{kind.title}</span>
                  </button>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
    </section>
  );
};
