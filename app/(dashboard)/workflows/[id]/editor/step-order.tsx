"use client";

import { nodeIds, readGraph, stepsOf } from "@/app/_ui/canvas/graph";
import { Button } from "@/app/_ui/controls/button";
import { JsonField } from "@/app/_ui/json-form/json-field";
import { Labelled } from "@/app/_ui/json-form/labelled";
import { Segments } from "@/app/_ui/json-form/segments";
import { waysOf } from "@/app/(dashboard)/workflows/[id]/document/ways";
import { useEditor } from "@/app/(dashboard)/workflows/[id]/editor/editor-context";
import { stepsBefore } from "@/app/(dashboard)/workflows/[id]/editor/expression-root";

type Props = { id: string; index: number; step: Record<string, unknown> };

/** What comes before a step, and on which condition it is done. */
export const StepOrder = ({ id, index, step }: Props) => {
  const { document, edit, set, mayWrite } = useEditor();
  const ids = nodeIds(document);
  const needs = Array.isArray(step.needs) ? step.needs.map(String) : [];
  const titles = new Map(readGraph(document).nodes.map((node) => [node.id, node.title]));
  const others = ids.filter((other) => other !== id && !stepsBefore(document, other).includes(id));
  const toggle = (other: string, on: boolean) =>
    edit({ kind: on ? "connect" : "disconnect", from: other, to: id });
  const ways = stepsBefore(document, id).flatMap((before) =>
    waysOf(before, stepsOf(document)[ids.indexOf(before)] ?? {}).map((way) => ({
      when: way.when,
      title: `${titles.get(before) ?? before} ${way.title}`,
    })),
  );
  const when = ["steps", index, "when"];
  return (
    <div className="grid gap-5">
      <Labelled
        group
        path={["steps", index, "needs"]}
        label="Comes after"
        help={
          needs.length === 0
            ? "Nothing: it starts as soon as the workflow is triggered."
            : undefined
        }
      >
        {() => (
          <ul className="grid max-h-56 gap-0.5 overflow-y-auto">
            {others.length === 0 && (
              <li className="text-muted text-sm">There is no other step it could come after.</li>
            )}
            {others.map((other) => (
              <li key={other}>
                <label className="flex min-h-7 items-center gap-2.5 rounded-md px-1 text-sm hover:bg-hover">
                  <input
                    type="checkbox"
                    disabled={!mayWrite}
                    checked={needs.includes(other)}
                    onChange={({ target }) => toggle(other, target.checked)}
                    className="size-4 accent-accent"
                  />
                  <span className="min-w-0 truncate">{titles.get(other) ?? other}</span>
                </label>
              </li>
            ))}
          </ul>
        )}
      </Labelled>
      {needs.length > 1 && (
        <Labelled group path={["steps", index, "join"]} label="It waits for">
          {() => (
            <Segments
              label="It waits for"
              disabled={!mayWrite}
              value={step.join === "any" ? "any" : "all"}
              onChange={(join) => set(["steps", index, "join"], join === "any" ? "any" : undefined)}
              options={[
                { value: "all", title: "all of them" },
                { value: "any", title: "any of them" },
              ]}
            />
          )}
        </Labelled>
      )}
      <div className="grid gap-2">
        <JsonField
          label="Only when"
          path={when}
          schema={{
            widget: "expression",
            description: "True or false. When false, this step and what needs it are skipped.",
          }}
          value={step.when}
        />
        {mayWrite && ways.length > 0 && (
          <div className="flex flex-wrap gap-1.5">
            {ways.map((way) => (
              <Button
                key={way.when}
                size="small"
                aria-pressed={step.when === way.when}
                onClick={() => set(when, way.when)}
              >
                {way.title}
              </Button>
            ))}
          </div>
        )}
      </div>
    </div>
  );
};
