"use client";

import { parseAsArrayOf, parseAsString, useQueryStates } from "nuqs";
import { useTransition } from "react";
import { cn } from "@/app/_ui/cn";
import { Button } from "@/app/_ui/controls/button";
import { STATUS, type Status } from "@/app/_ui/data/status";
import { Select } from "@/app/_ui/form/select";
import { RANGES } from "@/app/(dashboard)/runs/run-ranges";

const STATES = [
  "queued",
  "running",
  "waiting",
  "succeeded",
  "failed",
  "cancelled",
] as const satisfies Status[];

const TRIGGERS = { webhook: "Webhook", manual: "By hand", event: "Event", schedule: "Schedule" };

type Props = {
  filter: Partial<Record<"status" | "workflow" | "range" | "trigger", string>>;
  workflows: { id: string; name: string }[];
};

/** Chips for states, choices for the rest; all of it is the URL. */
export const RunFilters = ({ filter, workflows }: Props) => {
  const [pending, startTransition] = useTransition();
  const [query, setQuery] = useQueryStates(
    {
      status: parseAsArrayOf(parseAsString).withDefault([]),
      workflow: parseAsString,
      range: parseAsString,
      trigger: parseAsString,
      cursor: parseAsString,
    },
    { shallow: false, history: "push", startTransition },
  );
  const set = (change: Parameters<typeof setQuery>[0]) =>
    void setQuery({ ...(change as object), cursor: null });
  const toggle = (state: string) => {
    const next = query.status.includes(state)
      ? query.status.filter((other) => other !== state)
      : [...query.status, state];
    set({ status: next.length > 0 ? next : null });
  };
  return (
    <search aria-busy={pending} className="flex flex-wrap items-center gap-2">
      <fieldset className="flex flex-wrap gap-1.5">
        <legend className="sr-only">States</legend>
        {STATES.map((state) => (
          <StateChip
            key={state}
            state={state}
            on={query.status.includes(state)}
            onToggle={() => toggle(state)}
          />
        ))}
      </fieldset>
      <Select
        aria-label="Workflow"
        value={query.workflow ?? ""}
        onChange={({ target }) => set({ workflow: target.value || null })}
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
        onChange={({ target }) => set({ trigger: target.value || null })}
      >
        <option value="">Every trigger</option>
        {Object.entries(TRIGGERS).map(([value, title]) => (
          <option key={value} value={value}>
            {title}
          </option>
        ))}
      </Select>
      <Select
        aria-label="Time"
        value={query.range ?? ""}
        onChange={({ target }) => set({ range: target.value || null })}
      >
        <option value="">Any time</option>
        {Object.entries(RANGES).map(([value, title]) => (
          <option key={value} value={value}>
            {title}
          </option>
        ))}
      </Select>
      {Object.keys(filter).length > 0 && (
        <Button
          look="quiet"
          onClick={() => set({ status: null, workflow: null, range: null, trigger: null })}
        >
          Clear
        </Button>
      )}
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
        "inline-flex h-8 items-center gap-1.5 rounded-full border px-2.5 text-sm",
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
