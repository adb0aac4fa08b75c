"use client";

import dynamic from "next/dynamic";
import { useCallback, useMemo, useRef, useState } from "react";
import { Canvas } from "@/app/_ui/canvas/canvas";
import { readGraph, TRIGGER_ID } from "@/app/_ui/canvas/graph";
import { StepList } from "@/app/_ui/canvas/step-list";
import { cn } from "@/app/_ui/cn";
import type { CodeEditorHandle } from "@/app/_ui/code/code-editor";
import { useLeaveGuard } from "@/app/_ui/form/use-leave-guard";
import { FormAccessProvider } from "@/app/_ui/json-form/form-context";
import type { Document } from "@/app/(dashboard)/workflows/[id]/document/edit";
import { useNewest } from "@/app/(dashboard)/workflows/[id]/document/newest";
import { useSave } from "@/app/(dashboard)/workflows/[id]/document/use-save";
import {
  type Editor,
  EditorProvider,
} from "@/app/(dashboard)/workflows/[id]/editor/editor-context";
import { Inspector } from "@/app/(dashboard)/workflows/[id]/editor/inspector";
import { JsonView } from "@/app/(dashboard)/workflows/[id]/editor/json-view";
import { StepPalette } from "@/app/(dashboard)/workflows/[id]/editor/step-palette";
import { Toolbar } from "@/app/(dashboard)/workflows/[id]/editor/toolbar";
import { undoKeys } from "@/app/(dashboard)/workflows/[id]/editor/undo-keys";
import { UnreadableNote } from "@/app/(dashboard)/workflows/[id]/editor/unreadable-note";
import { useEditing } from "@/app/(dashboard)/workflows/[id]/editor/use-editing";
import { nodeSelector, useFocus } from "@/app/(dashboard)/workflows/[id]/editor/use-focus";
import { useFormFields } from "@/app/(dashboard)/workflows/[id]/editor/use-form-fields";
import { useJsonText } from "@/app/(dashboard)/workflows/[id]/editor/use-json-text";
import { usePlace } from "@/app/(dashboard)/workflows/[id]/editor/use-place";
import { useProblems } from "@/app/(dashboard)/workflows/[id]/editor/use-problems";
import { useSample } from "@/app/(dashboard)/workflows/[id]/editor/use-sample";
import { ProblemList } from "@/app/(dashboard)/workflows/[id]/problem-list";
import { PublishButton } from "@/app/(dashboard)/workflows/[id]/publish-button";
import { SaveNote } from "@/app/(dashboard)/workflows/[id]/save-note";
import type { WorkflowDetail } from "@/lib/domain/workflows/schema";
import type { StepKindList } from "@/lib/domain/workflows/step-kinds/schema";

const StepPicker = dynamic(() =>
  import("@/app/(dashboard)/workflows/[id]/editor/step-picker").then((file) => file.StepPicker),
);

type Props = {
  workflow: WorkflowDetail;
  live: { version: number; publishedAt: string } | null;
  mayWrite: boolean;
  kinds: StepKindList;
  tenant: Record<string, unknown>;
  lastRunId: string | undefined;
};

/** The draft as a drawing, a list or text, with a form for each step; saved while one works, published from here. */
export const WorkflowEditor = ({ live, mayWrite, kinds, tenant, lastRunId, ...given }: Props) => {
  const workflow = useNewest(given.workflow);
  const { view, show, selected, select } = usePlace();
  const [tab, setTab] = useState("setup");
  const [wide, setWide] = useState(false);
  const [asking, setAsking] = useState<{ after: string; before?: string | undefined }>();
  const frame = useRef<HTMLElement>(null);
  const code = useRef<CodeEditorHandle>(null);
  const ask = useCallback((after: string, before?: string) => setAsking({ after, before }), []);
  const editing = useEditing({ initial: workflow.draft, kinds: kinds.data, selected, select, ask });
  const { document, edit, set, commands } = editing;
  const replace = useCallback(
    (next: Document) => edit({ kind: "replace", document: next }, "json"),
    [edit],
  );
  const json = useJsonText(document, replace);
  const onTheirs = useCallback(
    (theirs: Document) => edit({ kind: "replace", document: theirs }),
    [edit],
  );
  const save = useSave({ workflow, document, onTheirs });
  const locked = json.problem !== undefined;
  useLeaveGuard(locked || ["failed", "conflict"].includes(save.state));
  const sampling = useSample(workflow.id, lastRunId);
  const { problems } = save.saved;
  const editor: Editor = useMemo(
    () => ({
      workflow,
      kinds: kinds.data,
      triggers: kinds.triggers,
      mayWrite: mayWrite && !locked,
      document,
      problems,
      selected,
      select,
      edit,
      set,
      addStep: editing.addStep,
      commands,
      canUndo: editing.canUndo,
      canRedo: editing.canRedo,
      announce: editing.announce,
    }),
    [
      workflow,
      kinds,
      mayWrite,
      locked,
      document,
      problems,
      selected,
      select,
      edit,
      set,
      commands,
      editing,
    ],
  );
  const form = useFormFields(editor);
  const graph = useMemo(() => readGraph(document), [document]);
  const listed = useProblems({
    editor,
    graph,
    view,
    code,
    text: json.text,
    onView: show,
    onTab: setTab,
  });
  const focusSoon = useFocus({ frame, document, selected });
  const place = (type: string, after: string, before?: string) => {
    setTab("setup");
    focusSoon(nodeSelector(editing.addStep(type, after, before)));
  };
  const closeInspector = () => {
    const [id] = selected;
    select([]);
    if (id) focusSoon(nodeSelector(id));
  };
  const drawing = {
    label: `Steps of ${workflow.name}`,
    document,
    kinds: kinds.data,
    problems,
    selected,
    onSelect: select,
    onOpen: () => focusSoon("[data-inspector-title]"),
    ...(sampling.states && { states: sampling.states }),
    ...(editor.mayWrite && { edit: commands, onDropStep: place }),
  };
  const note = (
    <SaveNote
      state={save.state}
      problem={save.problem}
      saved={save.saved}
      flush={save.flush}
      live={live}
      hindrance={locked ? "this is not JSON yet" : undefined}
      onLoadTheirs={() => void save.loadTheirs()}
    />
  );
  const titleOf = (id: string) => graph.nodes.find((node) => node.id === id)?.title ?? id;
  return (
    <EditorProvider value={editor}>
      <FormAccessProvider value={form}>
        <section aria-label="Draft" className="grid grid-cols-1 gap-3">
          <h2 className="sr-only">Draft</h2>
          <section
            ref={frame}
            aria-label="Editor"
            onKeyDown={undoKeys(commands)}
            className={cn(
              "flex flex-col overflow-hidden rounded-lg border border-line bg-surface",
              wide ? "fixed inset-0 z-30 rounded-none" : "md:h-[max(560px,calc(100dvh-230px))]",
            )}
          >
            <Toolbar
              view={view ?? "canvas"}
              onView={show}
              {...{ wide, locked }}
              onWide={setWide}
              publish={
                mayWrite && (
                  <PublishButton
                    workflowId={workflow.id}
                    problems={problems.length + Number(locked)}
                    liveVersion={live?.version ?? null}
                    flush={save.flush}
                  />
                )
              }
              onAdd={() => ask(selected.at(-1) ?? graph.nodes.at(-1)?.id ?? TRIGGER_ID)}
            >
              {note}
            </Toolbar>
            {locked && view !== "json" && (
              <UnreadableNote
                line={json.problem?.line ?? 1}
                onShow={() => show("json")}
                onDiscard={json.discard}
              />
            )}
            <div className="flex min-h-0 flex-1">
              {view === "canvas" && editor.mayWrite && <StepPalette />}
              <div className="min-h-0 min-w-0 flex-1 overflow-y-auto max-md:min-h-64">
                {view === "canvas" && <Canvas {...drawing} className="h-full max-md:h-[60dvh]" />}
                {view === "list" && <StepList {...drawing} className="mx-auto max-w-xl p-3" />}
                {view === "json" && (
                  <JsonView
                    text={json.text}
                    onText={json.type}
                    editor={code}
                    readOnly={!mayWrite}
                  />
                )}
              </div>
              {view !== "json" && selected.length > 0 && (
                <Inspector
                  {...{ graph, tab, tenant, sampling }}
                  onTab={setTab}
                  flush={save.flush}
                  onClose={closeInspector}
                  note={["failed", "conflict"].includes(save.state) && note}
                />
              )}
            </div>
          </section>
          <ProblemList problems={listed.places} onShow={listed.show} />
        </section>
        <p role="status" className="sr-only">
          {editing.said}
        </p>
        {asking && (
          <StepPicker
            kinds={kinds.data}
            where={
              asking.before
                ? `Between ${titleOf(asking.after)} and ${titleOf(asking.before)}.`
                : `After ${titleOf(asking.after)}.`
            }
            onPick={(type) => {
              setAsking(undefined);
              place(type, asking.after, asking.before);
            }}
            onClose={() => setAsking(undefined)}
          />
        )}
      </FormAccessProvider>
    </EditorProvider>
  );
};
