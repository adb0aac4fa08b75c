"use client";

import { parseAsString, useQueryStates } from "nuqs";
import { useTransition } from "react";
import { SearchField } from "@/app/_ui/form/search-field";
import { Select } from "@/app/_ui/form/select";

const STATES = { draft: "Drafts", live: "Live", paused: "Paused", archived: "Archived" };

/** Search by name and state; both are the URL. */
export const SequenceFilters = () => {
  const [pending, startTransition] = useTransition();
  const [query, setQuery] = useQueryStates(
    { search: parseAsString.withDefault(""), status: parseAsString, cursor: parseAsString },
    { shallow: false, startTransition },
  );
  return (
    <search aria-busy={pending} className="flex flex-wrap gap-2">
      <SearchField
        label="Search sequences by name"
        placeholder="Search by name"
        value={query.search}
        onSearch={(search) => void setQuery({ search: search || null, cursor: null })}
      />
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
