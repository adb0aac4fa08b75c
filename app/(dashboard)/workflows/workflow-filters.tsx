"use client";

import { Search } from "lucide-react";
import { debounce, parseAsString, useQueryStates } from "nuqs";
import { useTransition } from "react";
import { Select } from "@/app/_ui/form/select";

const STATES = { draft: "Drafts", live: "Live", paused: "Paused", archived: "Archived" };

/** Search by name and state; both are the URL. */
export const WorkflowFilters = () => {
  const [pending, startTransition] = useTransition();
  const [query, setQuery] = useQueryStates(
    { search: parseAsString.withDefault(""), status: parseAsString, cursor: parseAsString },
    { shallow: false, startTransition },
  );
  return (
    <search aria-busy={pending} className="flex flex-wrap gap-2">
      <div className="relative">
        <Search
          aria-hidden
          className="pointer-events-none absolute top-2 left-2 size-4 text-faint"
        />
        <input
          type="search"
          data-search
          aria-label="Search workflows by name"
          aria-keyshortcuts="/"
          placeholder="Search by name"
          value={query.search}
          onChange={({ target }) =>
            void setQuery(
              { search: target.value || null, cursor: null },
              target.value ? { limitUrlUpdates: debounce(250) } : {},
            )
          }
          className="h-8 w-64 rounded-md border border-line bg-surface pr-2 pl-8 text-sm hover:bg-hover"
        />
      </div>
      <Select
        aria-label="State"
        value={query.status ?? ""}
        onChange={({ target }) => void setQuery({ status: target.value || null, cursor: null })}
      >
        <option value="">Every state</option>
        {Object.entries(STATES).map(([value, title]) => (
          <option key={value} value={value}>
            {title}
          </option>
        ))}
      </Select>
    </search>
  );
};
