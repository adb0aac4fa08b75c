"use client";

import { Redo2, Undo2 } from "lucide-react";
import { type KeyboardEvent, useMemo, useState } from "react";
import { Button } from "@/app/_ui/controls/button";
import { Section } from "@/app/_ui/data/section";
import { useLeaveGuard } from "@/app/_ui/form/use-leave-guard";
import { SaveNote } from "@/app/_ui/save/save-note";
import { EditorProvider } from "@/app/(dashboard)/sequences/[id]/editor/editor-context";
import { ProblemPlaces } from "@/app/(dashboard)/sequences/[id]/editor/problem-places";
import { PublishButton } from "@/app/(dashboard)/sequences/[id]/editor/publish-button";
import { SettingsForm } from "@/app/(dashboard)/sequences/[id]/editor/settings-form";
import { StepCards } from "@/app/(dashboard)/sequences/[id]/editor/step-cards";
import { useDraft } from "@/app/(dashboard)/sequences/[id]/editor/use-draft";
import type { SequenceDetail } from "@/lib/domain/sequences/schema";

type Props = { sequence: SequenceDetail; mayWrite: boolean; mayPublish: boolean };

/** The draft: settings and steps, saved while one works, published from here. */
export const SequenceEditor = ({ sequence, mayWrite, mayPublish }: Props) => {
  const editing = useDraft(sequence);
  const { draft, set, change, undo, redo, saved, state, flush } = editing;
  const [open, setOpen] = useState<number | null>(0);
  useLeaveGuard(["failed", "conflict"].includes(state));
  const { problems } = saved;
  const editor = useMemo(
    () => ({ draft, mayWrite, problems, set, change }),
    [draft, mayWrite, problems, set, change],
  );
  const keys = (event: KeyboardEvent) => {
    const key = event.key.toLowerCase();
    const isText = /^(INPUT|TEXTAREA|SELECT)$/.test((event.target as HTMLElement).tagName);
    if (isText || !mayWrite || !(event.ctrlKey || event.metaKey) || !/^[zy]$/.test(key)) return;
    event.preventDefault();
    if (key === "y" || event.shiftKey) redo();
    else undo();
  };
  return (
    <EditorProvider value={editor}>
      <section aria-label="Editor" onKeyDown={keys} className="grid grid-cols-1 gap-6">
        <div className="sticky top-12 z-10 -mx-1 flex flex-wrap items-center gap-2 bg-page px-1 py-2">
          {mayWrite && (
            <span className="flex">
              <Button
                look="quiet"
                size="icon"
                aria-label="Undo"
                title="Undo (Ctrl Z)"
                disabled={!editing.canUndo}
                onClick={undo}
              >
                <Undo2 aria-hidden />
              </Button>
              <Button
                look="quiet"
                size="icon"
                aria-label="Redo"
                title="Redo (Shift Ctrl Z)"
                disabled={!editing.canRedo}
                onClick={redo}
              >
                <Redo2 aria-hidden />
              </Button>
            </span>
          )}
          <SaveNote
            state={state}
            problem={editing.problem}
            flush={flush}
            onLoadTheirs={() => void editing.loadTheirs()}
          >
            Saved
          </SaveNote>
          <span className="ml-auto">
            {mayPublish && (
              <PublishButton id={sequence.id} problems={problems.length} flush={flush} />
            )}
          </span>
        </div>
        <ProblemPlaces problems={problems} onOpen={setOpen} />
        <Section
          title="Steps"
          summary="In this order; each counts from the entry or from the one before."
        >
          <StepCards open={open} onOpen={setOpen} onUndo={undo} />
        </Section>
        <Section
          title="Settings"
          summary="Who enters, when it ends, and how its effect is measured."
        >
          <div className="rounded-lg border border-line bg-surface p-4">
            <SettingsForm />
          </div>
        </Section>
      </section>
    </EditorProvider>
  );
};
