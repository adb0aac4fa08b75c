"use client";

import { parseAsString, useQueryStates } from "nuqs";
import { useTransition } from "react";
import { SearchField } from "@/app/_ui/form/search-field";
import { Select } from "@/app/_ui/form/select";

const REASONS = ["unsubscribed", "bounced", "complained", "by hand", "forgotten"];

/** Search by address and reason; both are the URL. */
export const SuppressionFilters = () => {
  const [pending, startTransition] = useTransition();
  const [query, setQuery] = useQueryStates(
    { search: parseAsString.withDefault(""), reason: parseAsString, cursor: parseAsString },
    { shallow: false, startTransition },
  );
  return (
    <search aria-busy={pending} className="flex flex-wrap gap-2">
      <SearchField
        label="Search suppressed addresses"
        placeholder="Address"
        value={query.search}
        onSearch={(search) => void setQuery({ search: search || null, cursor: null })}
      />
      <Select
        aria-label="Reason"
        value={query.reason ?? ""}
        onChange={({ target }) => void setQuery({ reason: target.value || null, cursor: null })}
      >
        <option value="">Every reason</option>
        {REASONS.map((reason) => (
          <option key={reason} value={reason}>
            {reason}
          </option>
        ))}
      </Select>
    </search>
  );
};
