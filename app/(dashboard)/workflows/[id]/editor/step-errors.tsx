"use client";

import { nodeIds, readGraph } from "@/app/_ui/canvas/graph";
import { Button } from "@/app/_ui/controls/button";
import { Select } from "@/app/_ui/form/select";
import { Labelled } from "@/app/_ui/json-form/labelled";
import { Segments } from "@/app/_ui/json-form/segments";
import { useEditor } from "@/app/(dashboard)/workflows/[id]/editor/editor-context";
import { StepAttempts } from "@/app/(dashboard)/workflows/[id]/editor/step-attempts";

type Fields = Record<string, unknown>;
/** `pure` kinds are computed and never tried again; those that repeat others leave that to the steps inside. */
type Props = { id: string; index: number; step: Fields; pure: boolean; repeats: boolean };

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
export const StepErrors = ({ id, index, step, pure, repeats }: Props) => {
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
      {repeats ? (
        <LoopNote index={index} step={step} />
      ) : (
        !pure && <StepAttempts path={["steps", index]} step={step} />
      )}
    </div>
  );
};

const LOOP_SETTINGS = [
  { field: "retry", title: "Attempts" },
  { field: "timeoutMs", title: "Time-out" },
];

/** Where attempts of a loop are set; what a draft says of them here all the same can be taken away. */
const LoopNote = ({ index, step }: { index: number; step: Fields }) => {
  const { problems, set, mayWrite } = useEditor();
  const told = LOOP_SETTINGS.filter(({ field }) =>
    problems.some(({ path }) => path === `steps.${index}.${field}`),
  );
  return (
    <>
      <p className="text-muted text-sm">
        Attempts and time-out belong to the steps done for each item; they are set there, under
        Setup.
      </p>
      {told
        .filter(({ field }) => step[field] !== undefined)
        .map(({ field, title }) => (
          <Labelled group key={field} path={["steps", index, field]} label={title}>
            {() =>
              mayWrite && (
                <Button
                  size="small"
                  className="justify-self-start"
                  onClick={() => set(["steps", index, field], undefined)}
                >
                  Take it away
                </Button>
              )
            }
          </Labelled>
        ))}
    </>
  );
};
