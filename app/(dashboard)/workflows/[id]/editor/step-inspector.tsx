"use client";

import { Copy, Ellipsis, Trash2, X } from "lucide-react";
import { StepIcon } from "@/app/_ui/canvas/step-icon";
import { Button } from "@/app/_ui/controls/button";
import { Menu, MenuItem } from "@/app/_ui/controls/menu";
import { Tabs } from "@/app/_ui/controls/tabs";
import { useEditor } from "@/app/(dashboard)/workflows/[id]/editor/editor-context";
import { StepErrors } from "@/app/(dashboard)/workflows/[id]/editor/step-errors";
import { StepHelp } from "@/app/(dashboard)/workflows/[id]/editor/step-help";
import { StepOrder } from "@/app/(dashboard)/workflows/[id]/editor/step-order";
import { StepSetup } from "@/app/(dashboard)/workflows/[id]/editor/step-setup";
import { StepTest } from "@/app/(dashboard)/workflows/[id]/editor/step-test";

type Props = {
  id: string;
  index: number;
  onClose: () => void;
  tab: string;
  onTab: (tab: string) => void;
};

/** Everything about one step of the draft. */
export const StepInspector = ({ id, index, onClose, tab, onTab }: Props) => {
  const { document, kinds, commands, mayWrite, problems } = useEditor();
  const step = (document.steps as Record<string, unknown>[])[index] ?? {};
  const kind = kinds.find(({ type }) => type === step.type);
  const own = problems.filter(({ path }) => path.startsWith(`steps.${index}.`));
  const count = (...fields: string[]) =>
    own.filter(({ path }) => fields.includes(path.split(".")[2] ?? "")).length;
  const titled = (title: string, number: number) => (number > 0 ? `${title} (${number})` : title);
  return (
    <>
      <header className="flex items-center gap-2.5">
        <span className="grid size-8 shrink-0 place-items-center rounded-md bg-accent-soft text-accent">
          <StepIcon name={kind?.icon} className="size-4.5" />
        </span>
        <div className="min-w-0 flex-1">
          <h2
            tabIndex={-1}
            data-inspector-title
            className="truncate font-semibold text-lg outline-none"
          >
            {String(step.name || id)}
          </h2>
          <p className="truncate text-muted text-xs">
            {kind?.title ?? String(step.type ?? "No type")}
          </p>
        </div>
        {mayWrite && (
          <Menu
            trigger={
              <Button look="quiet" size="icon" aria-label="More about this step">
                <Ellipsis aria-hidden />
              </Button>
            }
          >
            <MenuItem onSelect={() => commands.duplicate([id])}>
              <Copy aria-hidden />
              Duplicate
            </MenuItem>
            <MenuItem onSelect={() => commands.remove([id])}>
              <Trash2 aria-hidden />
              Delete
            </MenuItem>
          </Menu>
        )}
        <Button look="quiet" size="icon" aria-label="Close the step" onClick={onClose}>
          <X aria-hidden />
        </Button>
      </header>
      <Tabs
        label="About the step"
        value={tab}
        onChange={onTab}
        tabs={[
          {
            id: "setup",
            title: titled("Setup", count("with", "type", "id", "name", "steps")),
            body: <StepSetup {...{ id, index, step, kind }} />,
          },
          {
            id: "order",
            title: titled("Order", count("needs", "when", "join")),
            body: <StepOrder {...{ id, index, step }} />,
          },
          {
            id: "errors",
            title: titled("Errors", count("retry", "timeoutMs", "onError")),
            body: (
              <StepErrors
                {...{ id, index, step }}
                pure={kind?.pure ?? false}
                repeats={kind?.body ?? false}
              />
            ),
          },
          { id: "test", title: "Test", body: <StepTest key={id} {...{ id, kind }} /> },
          { id: "help", title: "Help", body: <StepHelp kind={kind} /> },
        ]}
      />
    </>
  );
};
