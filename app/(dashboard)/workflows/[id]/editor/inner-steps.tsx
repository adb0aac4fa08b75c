"use client";

import { Plus, Trash2 } from "lucide-react";
import { StepIcon } from "@/app/_ui/canvas/step-icon";
import { Button } from "@/app/_ui/controls/button";
import { Menu, MenuItem } from "@/app/_ui/controls/menu";
import type { JsonSchema } from "@/app/_ui/expression/known";
import { JsonForm } from "@/app/_ui/json-form/json-form";
import { idForType } from "@/app/(dashboard)/workflows/[id]/document/clipboard";
import { useEditor } from "@/app/(dashboard)/workflows/[id]/editor/editor-context";
import { StepAttempts } from "@/app/(dashboard)/workflows/[id]/editor/step-attempts";

type Fields = Record<string, unknown>;

/** The steps done for each item, one after the other. */
export const InnerSteps = ({ index, steps }: { index: number; steps: unknown }) => {
  const { kinds, set, mayWrite, announce } = useEditor();
  const inner: Fields[] = Array.isArray(steps) ? steps : [];
  const path = ["steps", index, "steps"];
  const usable = kinds.filter(({ body, wait }) => !body && !wait);
  const add = (type: string) => {
    const id = idForType(type, new Set(inner.map((step) => String(step.id))));
    const last = inner.at(-1)?.id;
    set([...path, inner.length], { id, type, ...(typeof last === "string" && { needs: [last] }) });
    announce(`Added ${id} for each item`);
  };
  return (
    <section aria-label="For each item" className="grid gap-2">
      <h3 className="font-medium text-sm">For each item</h3>
      {inner.length === 0 && (
        <p className="text-muted text-sm">
          Nothing is done yet. In these steps <code className="font-mono text-xs">item</code> is the
          item and <code className="font-mono text-xs">index</code> its place, from 0.
        </p>
      )}
      {inner.map((step, at) => {
        const kind = kinds.find(({ type }) => type === step.type);
        return (
          <details
            // biome-ignore lint/suspicious/noArrayIndexKey: an id changes while it is typed.
            key={at}
            open={at === inner.length - 1}
            className="rounded-md border border-line"
          >
            <summary className="flex min-h-9 items-center gap-2 px-3 text-sm">
              <StepIcon name={kind?.icon} className="size-4 text-accent" />
              <span className="min-w-0 flex-1 truncate">
                {String(step.name ?? step.id)} · {kind?.title ?? String(step.type)}
              </span>
              {mayWrite && (
                <Button
                  look="quiet"
                  size="small-icon"
                  aria-label={`Delete ${String(step.id)}`}
                  onClick={(event) => {
                    event.preventDefault();
                    set([...path, at], undefined);
                  }}
                >
                  <Trash2 aria-hidden />
                </Button>
              )}
            </summary>
            <div className="grid gap-4 border-line border-t p-3">
              <JsonForm
                schema={(kind?.inputSchema ?? {}) as JsonSchema}
                path={[...path, at, "with"]}
                value={step.with}
              />
              {kind && !kind.pure && <StepAttempts path={[...path, at]} step={step} />}
            </div>
          </details>
        );
      })}
      {mayWrite && (
        <Menu
          align="start"
          trigger={
            <Button size="small" className="justify-self-start">
              <Plus aria-hidden />
              Add a step for each item
            </Button>
          }
        >
          {usable.map(({ type, title, icon }) => (
            <MenuItem key={type} onSelect={() => add(type)}>
              <StepIcon name={icon} />
              {title}
            </MenuItem>
          ))}
        </Menu>
      )}
    </section>
  );
};
