"use client";

import { parseAsString, useQueryStates } from "nuqs";
import { useTransition } from "react";
import { cn } from "@/app/_ui/cn";
import { Select } from "@/app/_ui/form/select";
import { LETTER_STATES, readState } from "@/app/(dashboard)/dead-letters/states";

type Props = {
  /** To choose from; left out where there is one cause only. */
  workflows?: { id: string; name: string }[];
};

/** Which letters: their state and workflow; both are the URL. */
export const LetterFilters = ({ workflows }: Props) => {
  const [pending, startTransition] = useTransition();
  const [query, setQuery] = useQueryStates(
    { state: parseAsString, workflow: parseAsString, cursor: parseAsString },
    { shallow: false, history: "push", startTransition },
  );
  const now = readState(query.state);
  return (
    <search aria-busy={pending} className="flex flex-wrap items-center gap-2">
      <fieldset className="flex flex-wrap gap-1.5">
        <legend className="sr-only">States</legend>
        {Object.entries(LETTER_STATES).map(([state, word]) => (
          <button
            key={state}
            type="button"
            aria-pressed={now === state}
            onClick={() => void setQuery({ state: state === "open" ? null : state, cursor: null })}
            className={cn(
              "inline-flex h-7 items-center rounded-full border px-2.5 text-sm",
              now === state
                ? "border-transparent bg-accent-soft font-medium text-accent-strong"
                : "border-line bg-surface text-muted hover:bg-hover",
            )}
          >
            {word}
          </button>
        ))}
      </fieldset>
      {workflows && (
        <Select
          aria-label="Workflow"
          value={query.workflow ?? ""}
          onChange={({ target }) => void setQuery({ workflow: target.value || null, cursor: null })}
        >
          <option value="">Every workflow</option>
          {workflows.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      )}
    </search>
  );
};
