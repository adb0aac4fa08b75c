"use client";

import { cn } from "@/app/_ui/cn";
import { STATUS } from "@/app/_ui/data/status";
import { triggerWord } from "@/app/_ui/data/trigger-label";
import { SearchField } from "@/app/_ui/form/search-field";
import { Select } from "@/app/_ui/form/select";
import { ActiveFilters } from "@/app/(dashboard)/runs/filter/active-filters";
import { RANGES, STATES } from "@/app/(dashboard)/runs/filter/fields";
import { MoreFilters } from "@/app/(dashboard)/runs/filter/more-filters";
import { useRunFilter } from "@/app/(dashboard)/runs/filter/use-run-filter";
import { Views } from "@/app/(dashboard)/runs/filter/views";

export type WorkflowName = { id: string; name: string };

type Props = { workflows: WorkflowName[]; triggers: readonly string[] };

/** Search, chips for states, choices for the rest; all of it is the URL. */
export const RunFilters = ({ workflows, triggers }: Props) => {
  const { query, change, pending } = useRunFilter();
  const states = query.status?.split(",").filter(Boolean) ?? [];
  const toggle = (state: string) => {
    const next = states.includes(state)
      ? states.filter((other) => other !== state)
      : [...states, state];
    change({ status: next.join(",") || null });
  };
  return (
    <search aria-busy={pending} className="grid grid-cols-1 gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <SearchField
          label="Search runs"
          placeholder="Workflow, error, order, customer"
          value={query.q ?? ""}
          onSearch={(q) => change({ q: q || null })}
        />
        <Select
          aria-label="Workflow"
          value={query.workflow ?? ""}
          onChange={({ target }) => change({ workflow: target.value || null })}
        >
          <option value="">Every workflow</option>
          {workflows.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
        <Select
          aria-label="Started by"
          value={query.trigger ?? ""}
          onChange={({ target }) => change({ trigger: target.value || null })}
        >
          <option value="">Every trigger</option>
          {triggers.map((kind) => (
            <option key={kind} value={kind}>
              {triggerWord(kind)}
            </option>
          ))}
        </Select>
        <Select
          aria-label="Time"
          value={query.from || query.to ? "custom" : (query.range ?? "")}
          onChange={({ target }) => change({ range: target.value || null, from: null, to: null })}
        >
          <option value="">Any time</option>
          {Object.entries(RANGES).map(([value, title]) => (
            <option key={value} value={value}>
              {title}
            </option>
          ))}
          {(query.from || query.to) && <option value="custom">Chosen times</option>}
        </Select>
        <MoreFilters />
        <Views />
      </div>
      <fieldset className="-m-0.5 flex min-w-0 flex-wrap gap-1.5 p-0.5 max-sm:flex-nowrap max-sm:overflow-x-auto">
        <legend className="sr-only">States</legend>
        {STATES.map((state) => (
          <StateChip
            key={state}
            state={state}
            on={states.includes(state)}
            onToggle={() => toggle(state)}
          />
        ))}
      </fieldset>
      <ActiveFilters workflows={workflows} />
    </search>
  );
};

type ChipProps = { state: (typeof STATES)[number]; on: boolean; onToggle: () => void };

const StateChip = ({ state, on, onToggle }: ChipProps) => {
  const { word, icon: Icon, ink, soft } = STATUS[state];
  return (
    <button
      type="button"
      aria-pressed={on}
      onClick={onToggle}
      className={cn(
        "inline-flex h-7 shrink-0 items-center gap-1.5 rounded-full border px-2.5 text-sm",
        on
          ? ["border-transparent font-medium", ink, soft]
          : "border-line bg-surface text-muted hover:bg-hover",
      )}
    >
      <Icon aria-hidden className="size-4" />
      {word}
    </button>
  );
};
