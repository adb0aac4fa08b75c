"use client";

import { SelectField, TextField } from "@/app/_ui/form/field";
import { at, type Path, textAt } from "@/app/(dashboard)/sequences/[id]/editor/draft";
import { useEditor, useProblem } from "@/app/(dashboard)/sequences/[id]/editor/editor-context";

const UNITS = { m: "minutes", h: "hours", d: "days" };

type Props = { path: Path; label: string };

/** When a step is due: on a day counted from the entry at a local time, or some time after the step before it. */
export const WhenField = ({ path, label }: Props) => {
  const { draft, set, mayWrite } = useEditor();
  const problem = useProblem(path);
  const when = at(draft, path);
  const isAfter = typeof when === "object" && when !== null && "after" in when;
  const [, count = "1", unit = "d"] = /^(\d+)([mhd])$/.exec(textAt(when, ["after"])) ?? [];
  const name = path.join(".");
  const choose = (kind: string) =>
    set(path, kind === "after" ? { after: "2d" } : { day: 1, at: "09:30" });
  return (
    <div className="flex flex-wrap items-start gap-2">
      <SelectField
        label={label}
        name={`${name}.kind`}
        disabled={!mayWrite}
        problem={problem}
        value={isAfter ? "after" : "day"}
        onChange={({ target }) => choose(target.value)}
      >
        <option value="day">On a day counted from the entry</option>
        <option value="after">
          {path[1] === 0 ? "Some time after the entry" : "Some time after the step before"}
        </option>
      </SelectField>
      {isAfter ? (
        <>
          <TextField
            label="How long"
            name={`${name}.count`}
            type="number"
            min={1}
            max={9999}
            readOnly={!mayWrite}
            value={count}
            onChange={({ target }) => set(path, { after: `${target.value || 1}${unit}` })}
            className="w-24"
          />
          <SelectField
            label="Unit"
            name={`${name}.unit`}
            disabled={!mayWrite}
            value={unit}
            onChange={({ target }) => set(path, { after: `${count}${target.value}` })}
          >
            {Object.entries(UNITS).map(([value, title]) => (
              <option key={value} value={value}>
                {title}
              </option>
            ))}
          </SelectField>
        </>
      ) : (
        <>
          <TextField
            label="Day"
            name={`${name}.day`}
            type="number"
            min={0}
            max={365}
            readOnly={!mayWrite}
            value={textAt(when, ["day"])}
            onChange={({ target }) =>
              set([...path, "day"], Number.isNaN(target.valueAsNumber) ? 0 : target.valueAsNumber)
            }
            className="w-24"
          />
          <TextField
            label="Local time"
            name={`${name}.at`}
            type="time"
            optional
            readOnly={!mayWrite}
            value={textAt(when, ["at"])}
            onChange={({ target }) => set([...path, "at"], target.value || undefined)}
            className="w-40"
          />
        </>
      )}
    </div>
  );
};
