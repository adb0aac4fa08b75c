"use client";

import { Copy, Trash2, X } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import { type Graph, TRIGGER_ID } from "@/app/_ui/canvas/graph";
import { Button } from "@/app/_ui/controls/button";
import { ExpressionHelpProvider } from "@/app/_ui/expression/help-context";
import { useEditor } from "@/app/(dashboard)/workflows/[id]/editor/editor-context";
import { expressionRoot } from "@/app/(dashboard)/workflows/[id]/editor/expression-root";
import { StepInspector } from "@/app/(dashboard)/workflows/[id]/editor/step-inspector";
import { TestingProvider } from "@/app/(dashboard)/workflows/[id]/editor/test-context";
import { TriggerInspector } from "@/app/(dashboard)/workflows/[id]/editor/trigger-inspector";
import type { SampleAccess } from "@/app/(dashboard)/workflows/[id]/editor/use-sample";

type Props = {
  graph: Graph;
  tab: string;
  onTab: (tab: string) => void;
  tenant: Record<string, unknown>;
  sampling: SampleAccess;
  flush: () => Promise<boolean>;
  onClose: () => void;
  /** Said at its head where it covers the page. */
  note: ReactNode;
};

/** At the right of the drawing: the selected step, the trigger, or what can be done with several. */
export const Inspector = ({ graph, tab, onTab, tenant, sampling, flush, onClose, note }: Props) => {
  const { selected, document, kinds, workflow } = useEditor();
  const { sample, source } = sampling;
  const [first = ""] = selected;
  const help = useMemo(() => {
    const around = { document, kinds, sample, tenant, workflow };
    return { ...expressionRoot(first, around), source };
  }, [first, document, kinds, sample, tenant, workflow, source]);
  const testing = useMemo(() => ({ ...sampling, flush }), [sampling, flush]);
  const node = graph.nodes.find(({ id }) => id === first);
  if (!node) return null;
  return (
    <aside
      aria-label="Inspector"
      onKeyDown={(event) => {
        const isInside = event.currentTarget.contains(event.target as Node);
        if (event.key === "Escape" && isInside && !event.defaultPrevented) onClose();
      }}
      className="w-96 shrink-0 overflow-y-auto border-line border-l bg-surface p-4 max-md:fixed max-md:inset-0 max-md:z-30 max-md:w-auto"
    >
      {note && <div className="mb-3 md:hidden">{note}</div>}
      <ExpressionHelpProvider value={help}>
        <TestingProvider value={testing}>
          {selected.length > 1 ? (
            <Several onClose={onClose} />
          ) : first === TRIGGER_ID ? (
            <TriggerInspector onClose={onClose} />
          ) : (
            <StepInspector id={first} index={node.index} {...{ tab, onTab, onClose }} />
          )}
        </TestingProvider>
      </ExpressionHelpProvider>
    </aside>
  );
};

const Several = ({ onClose }: { onClose: () => void }) => {
  const { selected, commands, mayWrite } = useEditor();
  const ids = selected.filter((id) => id !== TRIGGER_ID);
  return (
    <div className="grid gap-3">
      <header className="flex items-center justify-between gap-2">
        <h2 tabIndex={-1} data-inspector-title className="font-semibold text-lg outline-none">
          {ids.length} steps selected
        </h2>
        <Button look="quiet" size="icon" aria-label="Select none" onClick={onClose}>
          <X aria-hidden />
        </Button>
      </header>
      <p className="text-muted text-sm">
        Ctrl C copies them, Ctrl V puts them into this or another workflow.
      </p>
      {mayWrite && (
        <div className="flex gap-2">
          <Button onClick={() => commands.duplicate(ids)}>
            <Copy aria-hidden />
            Duplicate
          </Button>
          <Button look="danger" onClick={() => commands.remove(ids)}>
            <Trash2 aria-hidden />
            Delete
          </Button>
        </div>
      )}
    </div>
  );
};
