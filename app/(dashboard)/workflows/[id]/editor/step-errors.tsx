"use client";

import { nodeIds, readGraph } from "@/app/_ui/canvas/graph";
import { Select } from "@/app/_ui/form/select";
import { JsonField } from "@/app/_ui/json-form/json-field";
import { JsonForm } from "@/app/_ui/json-form/json-form";
import { Labelled } from "@/app/_ui/json-form/labelled";
import { Segments } from "@/app/_ui/json-form/segments";
import { useEditor } from "@/app/(dashboard)/workflows/[id]/editor/editor-context";

type Props = { id: string; index: number; step: Record<string, unknown>; pure: boolean };

const RETRY = {
  properties: {
    maxAttempts: { type: "integer", title: "Attempts at most", default: 5 },
    backoff: { enum: ["exponential", "fixed"], title: "Pauses grow", default: "exponential" },
    initialMs: { type: "integer", title: "First pause, milliseconds", default: 1000 },
    maxMs: { type: "integer", title: "Longest pause, milliseconds", default: 300_000 },
  },
};

const WAYS = [
  { value: "fail", title: "Fail the run" },
  { value: "continue", title: "Go on" },
  { value: "run", title: "Run another step" },
];

const HELP: Record<string, string> = {
  fail: "The run ends as failed; other steps under way are finished.",
  continue: "What needs this step goes on; its output is null and its error can be read.",
  run: "That step runs instead of what would have come next.",
};

/** What happens when a step fails: attempts, time-out, way out. */
export const StepErrors = ({ id, index, step, pure }: Props) => {
  const { document, set, mayWrite } = useEditor();
  const path = ["steps", index, "onError"];
  const { onError } = step;
  const run = (onError as { run?: unknown } | undefined)?.run;
  const way =
    typeof onError === "object" && onError ? "run" : onError === "continue" ? "continue" : "fail";
  const others = nodeIds(document).filter((other) => other !== id);
  const titles = new Map(readGraph(document).nodes.map((node) => [node.id, node.title]));
  const choose = (next: string) =>
    set(path, next === "fail" ? undefined : next === "run" ? { run: others[0] ?? "" } : next);
  return (
    <div className="grid gap-5">
      <Labelled group path={path} label="When it fails for good" help={HELP[way]}>
        {() => (
          <div className="grid gap-2">
            <Segments
              label="When it fails for good"
              value={way}
              onChange={choose}
              disabled={!mayWrite}
              options={WAYS}
            />
            {way === "run" && (
              <Select
                look="field"
                aria-label="The step that runs instead"
                disabled={!mayWrite}
                value={String(run ?? "")}
                onChange={({ target }) => set([...path, "run"], target.value)}
              >
                {!others.includes(String(run)) && (
                  <option value={String(run ?? "")}>Choose a step</option>
                )}
                {others.map((other) => (
                  <option key={other} value={other}>
                    {titles.get(other) ?? other}
                  </option>
                ))}
              </Select>
            )}
          </div>
        )}
      </Labelled>
      {!pure && (
        <>
          <Labelled group path={["steps", index, "retry"]} label="Attempts">
            {() => (
              <Segments
                label="Attempts"
                disabled={!mayWrite}
                value={step.retry === undefined ? "usual" : "own"}
                onChange={(next) =>
                  set(["steps", index, "retry"], next === "own" ? { maxAttempts: 5 } : undefined)
                }
                options={[
                  { value: "usual", title: "As usual" },
                  { value: "own", title: "Set by hand" },
                ]}
              />
            )}
          </Labelled>
          {step.retry !== undefined && (
            <div className="grid gap-4 border-line border-l-2 pl-3">
              <JsonForm schema={RETRY} path={["steps", index, "retry"]} value={step.retry} />
            </div>
          )}
          <JsonField
            path={["steps", index, "timeoutMs"]}
            schema={{
              type: "integer",
              title: "Time-out, milliseconds",
              default: 30_000,
              description: "An attempt that takes longer is ended.",
            }}
            value={step.timeoutMs}
          />
        </>
      )}
    </div>
  );
};
