"use client";

import { Button } from "@/app/_ui/controls/button";
import { Chip } from "@/app/_ui/data/chip";
import { triggerWord } from "@/app/_ui/data/trigger-label";
import { formatMinute } from "@/app/_ui/time/format";
import { useFormat } from "@/app/_ui/time/format-context";
import { type Field, LONGER, NARROWING, RANGES } from "@/app/(dashboard)/runs/filter/fields";
import type { WorkflowName } from "@/app/(dashboard)/runs/filter/run-filters";
import { useRunFilter } from "@/app/(dashboard)/runs/filter/use-run-filter";

const NAMES: Partial<Record<Field, string>> = {
  q: "Search",
  workflow: "Workflow",
  trigger: "Started by",
  version: "Version",
  code: "Error",
  range: "Time",
  from: "From",
  to: "Until",
  longer: "Longer than",
};

/** Every filter that is on, each removable by itself. States show themselves in their own chips. */
export const ActiveFilters = ({ workflows }: { workflows: WorkflowName[] }) => {
  const { query, change } = useRunFilter();
  const format = useFormat();
  const say = (field: Field, value: string) => {
    if (field === "workflow") return workflows.find(({ id }) => id === value)?.name ?? "Another";
    if (field === "trigger") return triggerWord(value);
    if (field === "range") return RANGES[value] ?? value;
    if (field === "longer") return LONGER[value] ?? `${value} ms`;
    if (field === "from" || field === "to")
      return Number.isNaN(Date.parse(value)) ? value : formatMinute(value, format);
    return value;
  };
  const on = NARROWING.filter((field) => query[field]);
  if (on.length === 0) return null;
  const nothing = Object.fromEntries(NARROWING.map((field) => [field, null]));
  return (
    <ul aria-label="Filters that are on" className="flex flex-wrap items-center gap-1.5">
      {on.map((field) => {
        const name = NAMES[field];
        const value = query[field];
        return (
          name &&
          value && (
            <Chip
              key={field}
              name={name}
              value={say(field, value)}
              onRemove={() => change({ [field]: null })}
            />
          )
        );
      })}
      <li>
        <Button look="quiet" size="small" onClick={() => change(nothing)}>
          Clear the filters
        </Button>
      </li>
    </ul>
  );
};
