"use client";

import { Plus, X } from "lucide-react";
import { Button } from "@/app/_ui/controls/button";
import { CheckField } from "@/app/_ui/form/field";
import { BoundNumber, BoundText } from "@/app/(dashboard)/sequences/[id]/editor/bound";
import { at, listAt } from "@/app/(dashboard)/sequences/[id]/editor/draft";
import { useEditor } from "@/app/(dashboard)/sequences/[id]/editor/editor-context";

const ARMS_MAX = 8;
const NEW = {
  id: "test",
  arms: [
    { key: "a", weight: 50 },
    { key: "b", weight: 50 },
  ],
};
const LETTERS = "abcdefgh";

/** An A/B test: its arms and their weights. Each mail says for which of them it is. */
export const ExperimentField = () => {
  const { draft, set, mayWrite } = useEditor();
  const isOn = at(draft, ["experiment"]) !== undefined;
  const arms = listAt(draft, ["experiment", "arms"]);
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-1.5 font-medium text-sm">Test</legend>
      <CheckField
        name="experiment"
        label="Try variants against each other"
        help="The same person always gets the same one. You may look at the results as often as you like."
        disabled={!mayWrite}
        checked={isOn}
        onChange={({ target }) => set(["experiment"], target.checked ? NEW : undefined)}
      />
      {isOn && (
        <>
          <BoundText
            path={["experiment", "id"]}
            label="Name of the test"
            help="A new name draws people anew."
          />
          {arms.map((_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an arm is what stands at its place.
            <div key={index} className="flex items-end gap-2">
              <div className="grid min-w-0 flex-1 grid-cols-2 gap-2">
                <BoundText path={["experiment", "arms", index, "key"]} label={`Arm ${index + 1}`} />
                <BoundNumber
                  path={["experiment", "arms", index, "weight"]}
                  label="Weight"
                  min={1}
                  max={100}
                />
              </div>
              {mayWrite && arms.length > 2 && (
                <Button
                  look="quiet"
                  size="icon"
                  aria-label={`Take out arm ${index + 1}`}
                  onClick={() => set(["experiment", "arms"], arms.toSpliced(index, 1))}
                >
                  <X aria-hidden />
                </Button>
              )}
            </div>
          ))}
          {mayWrite && arms.length < ARMS_MAX && (
            <Button
              size="small"
              className="justify-self-start"
              onClick={() =>
                set(["experiment", "arms"], [...arms, { key: LETTERS[arms.length], weight: 50 }])
              }
            >
              <Plus aria-hidden />
              Add an arm
            </Button>
          )}
        </>
      )}
    </fieldset>
  );
};
