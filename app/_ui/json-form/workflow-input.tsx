"use client";

import { useEffect, useState } from "react";
import { Select } from "@/app/_ui/form/select";
import { send } from "@/app/_ui/http/send";

type Props = {
  value: unknown;
  wiring: { id: string; "aria-describedby"?: string; "aria-invalid"?: true };
  readOnly: boolean;
  onChange: (value: string | undefined) => void;
};

type Item = { id: string; name: string };

/** A choice of the company's workflows by name. */
export const WorkflowInput = ({ value, wiring, readOnly, onChange }: Props) => {
  const [workflows, setWorkflows] = useState<Item[]>();
  useEffect(() => {
    const stop = new AbortController();
    send<{ data: Item[] }>("GET", "/api/v1/workflows?limit=200&fields=id,name", {
      signal: stop.signal,
    }).then(
      ({ data }) => setWorkflows(data),
      () => {},
    );
    return () => stop.abort();
  }, []);
  const current = typeof value === "string" ? value : "";
  const isKnown = workflows?.some(({ id }) => id === current) ?? false;
  return (
    <Select
      look="field"
      {...wiring}
      disabled={readOnly}
      value={current}
      onChange={({ target }) => onChange(target.value || undefined)}
    >
      <option value="">Choose a workflow</option>
      {current && !isKnown && <option value={current}>{current}</option>}
      {workflows?.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </Select>
  );
};
