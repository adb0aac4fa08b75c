"use client";

import { CheckField } from "@/app/_ui/form/field";
import { BoundText } from "@/app/(dashboard)/sequences/[id]/editor/bound";
import { at, listAt } from "@/app/(dashboard)/sequences/[id]/editor/draft";
import { useEditor } from "@/app/(dashboard)/sequences/[id]/editor/editor-context";

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const EVERY = [1, 2, 3, 4, 5, 6, 7];

/** Local hours and weekdays in which mails may go out. */
export const WindowField = () => {
  const { draft, set, mayWrite } = useEditor();
  const isGiven = at(draft, ["window", "days"]) !== undefined;
  const days = isGiven ? listAt(draft, ["window", "days"]).map(Number) : EVERY;
  const toggle = (day: number, isOn: boolean) =>
    set(
      ["window", "days"],
      EVERY.filter((one) => (one === day ? isOn : days.includes(one))),
    );
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 font-medium text-sm">Mails go out on</legend>
      <div className="flex flex-wrap gap-x-4 gap-y-2">
        {DAYS.map((title, index) => (
          <CheckField
            key={title}
            name={`window.days.${index + 1}`}
            label={title}
            disabled={!mayWrite}
            checked={days.includes(index + 1)}
            onChange={({ target }) => toggle(index + 1, target.checked)}
          />
        ))}
      </div>
      <div className="grid grid-cols-2 gap-2">
        <BoundText path={["window", "from"]} label="From" type="time" optional />
        <BoundText path={["window", "to"]} label="To" type="time" optional />
      </div>
      <p className="text-muted text-sm">
        On the wall of each reader's own time zone; 08:00 to 20:00 when left empty.
      </p>
    </fieldset>
  );
};
