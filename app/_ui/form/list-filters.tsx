"use client";

import { parseAsString, useQueryStates } from "nuqs";
import { useTransition } from "react";
import { SearchField } from "@/app/_ui/form/search-field";
import { Select } from "@/app/_ui/form/select";

type Props = {
  label: string;
  placeholder: string;
  /** What else narrows the list: the name in the URL, the words for it and for not choosing, title by value. */
  choice: { name: string; label: string; all: string; options: Record<string, string> };
};

/** A search and one choice above a list; both are the URL, and either begins at the first page again. */
export const ListFilters = ({ label, placeholder, choice }: Props) => {
  const [pending, startTransition] = useTransition();
  const [query, setQuery] = useQueryStates(
    { search: parseAsString.withDefault(""), chosen: parseAsString, cursor: parseAsString },
    { shallow: false, startTransition, urlKeys: { chosen: choice.name } },
  );
  return (
    <search aria-busy={pending} className="flex flex-wrap gap-2">
      <SearchField
        label={label}
        placeholder={placeholder}
        value={query.search}
        onSearch={(search) => void setQuery({ search: search || null, cursor: null })}
      />
      <Select
        aria-label={choice.label}
        value={query.chosen ?? ""}
        onChange={({ target }) => void setQuery({ chosen: target.value || null, cursor: null })}
      >
        <option value="">{choice.all}</option>
        {Object.entries(choice.options).map(([value, title]) => (
          <option key={value} value={value}>
            {title}
          </option>
        ))}
      </Select>
    </search>
  );
};
