"use client";

import { CheckField } from "@/app/_ui/form/field";
import { listAt, textAt } from "@/app/(dashboard)/sequences/[id]/editor/draft";
import { useEditor } from "@/app/(dashboard)/sequences/[id]/editor/editor-context";

/** Which arms of the experiment a mail is for; nothing while there is no experiment. */
export const ArmsField = ({ index }: { index: number }) => {
  const { draft, set, mayWrite } = useEditor();
  const arms = listAt(draft, ["experiment", "arms"]).map((arm) => textAt(arm, ["key"]));
  if (arms.length === 0) return null;
  const path = ["steps", index, "arms"] as const;
  const chosen = listAt(draft, path).map(String);
  const toggle = (arm: string, isOn: boolean) => {
    const next = isOn ? [...chosen, arm] : chosen.filter((one) => one !== arm);
    set(path, next.length > 0 ? next : undefined);
  };
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 font-medium text-sm">Only for people in</legend>
      {arms.map((arm) => (
        <CheckField
          key={arm}
          name={`${path.join(".")}.${arm}`}
          label={`Arm ${arm}`}
          disabled={!mayWrite}
          checked={chosen.includes(arm)}
          onChange={({ target }) => toggle(arm, target.checked)}
        />
      ))}
      <p className="text-muted text-sm">None ticked: for everybody.</p>
    </fieldset>
  );
};
