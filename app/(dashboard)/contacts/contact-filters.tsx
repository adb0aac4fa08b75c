"use client";

import { parseAsString, useQueryStates } from "nuqs";
import { useTransition } from "react";
import { SearchField } from "@/app/_ui/form/search-field";
import { Select } from "@/app/_ui/form/select";

/** Search by name and address, and who can be reached; both are the URL. */
export const ContactFilters = () => {
  const [pending, startTransition] = useTransition();
  const [query, setQuery] = useQueryStates(
    { search: parseAsString.withDefault(""), reachable: parseAsString, cursor: parseAsString },
    { shallow: false, startTransition },
  );
  return (
    <search aria-busy={pending} className="flex flex-wrap gap-2">
      <SearchField
        label="Search contacts by name or address"
        placeholder="Name or address"
        value={query.search}
        onSearch={(search) => void setQuery({ search: search || null, cursor: null })}
      />
      <Select
        aria-label="Who can be reached"
        value={query.reachable ?? ""}
        onChange={({ target }) => void setQuery({ reachable: target.value || null, cursor: null })}
      >
        <option value="">Everybody</option>
        <option value="true">May get marketing</option>
        <option value="false">May not</option>
      </Select>
    </search>
  );
};
