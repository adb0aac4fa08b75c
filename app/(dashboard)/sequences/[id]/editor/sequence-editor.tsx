"use client";

import { Check, CloudOff, LoaderCircle, Redo2, TriangleAlert, Undo2 } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useMemo, useState } from "react";
import { Button } from "@/app/_ui/controls/button";
import { Section } from "@/app/_ui/data/section";
import { useLeaveGuard } from "@/app/_ui/form/use-leave-guard";
import { EditorProvider } from "@/app/(dashboard)/sequences/[id]/editor/editor-context";
import { ProblemPlaces } from "@/app/(dashboard)/sequences/[id]/editor/problem-places";
import { PublishButton } from "@/app/(dashboard)/sequences/[id]/editor/publish-button";
import { SettingsForm } from "@/app/(dashboard)/sequences/[id]/editor/settings-form";
import { StepCards } from "@/app/(dashboard)/sequences/[id]/editor/step-cards";
import { type SaveState, useDraft } from "@/app/(dashboard)/sequences/[id]/editor/use-draft";
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
            trouble={editing.trouble}
            onRetry={() => void flush()}
            onOverwrite={() => void flush(true)}
          />
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

type NoteProps = {
  state: SaveState;
  trouble: string;
  onRetry: () => void;
  onOverwrite: () => void;
};

const ACTION = "min-h-6 text-accent underline underline-offset-2";

/** Says whether what one sees is saved, and what to do when it is not. */
const SaveNote = ({ state, trouble, onRetry, onOverwrite }: NoteProps) => (
  <span role="status" className="flex min-h-6 flex-wrap items-center gap-x-2 text-sm">
    {state === "saved" && <Note icon={<Check aria-hidden />}>Saved</Note>}
    {(state === "typing" || state === "saving") && (
      <Note icon={<LoaderCircle aria-hidden className="motion-safe:animate-spin" />}>Saving …</Note>
    )}
    {state === "failed" && (
      <Note icon={<CloudOff aria-hidden className="text-failed" />}>
        Not saved: {trouble}
        <button type="button" className={ACTION} onClick={onRetry}>
          Try again
        </button>
      </Note>
    )}
    {state === "conflict" && (
      <Note icon={<TriangleAlert aria-hidden className="text-failed" />}>
        Not saved: {trouble}
        <button type="button" className={ACTION} onClick={() => window.location.reload()}>
          Load theirs
        </button>
        <button type="button" className={ACTION} onClick={onOverwrite}>
          Keep mine
        </button>
      </Note>
    )}
  </span>
);

const Note = ({ icon, children }: { icon: ReactNode; children: ReactNode }) => (
  <span className="flex flex-wrap items-center gap-1.5 [&>svg]:size-4">
    {icon}
    {children}
  </span>
);
