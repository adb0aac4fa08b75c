"use client";

import { parseAsString, useQueryStates } from "nuqs";
import { useTransition } from "react";
import { SearchField } from "@/app/_ui/form/search-field";
import { Select } from "@/app/_ui/form/select";

const STATES = {
  active: "Under way",
  paused: "Paused",
  completed: "At the end",
  exited: "Left",
};

/** Search by person and state; both are the URL. */
export const PeopleFilters = () => {
  const [pending, startTransition] = useTransition();
  const [query, setQuery] = useQueryStates(
    { search: parseAsString.withDefault(""), status: parseAsString, cursor: parseAsString },
    { shallow: false, startTransition },
  );
  return (
    <search aria-busy={pending} className="flex flex-wrap gap-2">
      <SearchField
        label="Search people by name or address"
        placeholder="Name or address"
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
