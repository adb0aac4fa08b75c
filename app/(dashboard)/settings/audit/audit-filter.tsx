import Form from "next/form";
import { Button, ButtonLink } from "@/app/_ui/controls/button";
import { Select } from "@/app/_ui/form/select";

type Name = "actor" | "action" | "target" | "from" | "to";

const FIELDS: { name: Name; label: string; type: "search" | "date"; placeholder?: string }[] = [
  { name: "action", label: "Action", type: "search", placeholder: "workflow.publish" },
  { name: "target", label: "Target", type: "search", placeholder: "workflow or workflow:id" },
  { name: "from", label: "From", type: "date" },
  { name: "to", label: "To", type: "date" },
];

/** The audit log's filters: a plain form whose values are the URL. */
export const AuditFilter = ({
  filter,
  people,
}: {
  filter: Partial<Record<Name, string>>;
  people: { id: string; name: string }[];
}) => (
  <Form action="/settings/audit" className="grid grid-cols-2 items-end gap-3 sm:flex sm:flex-wrap">
    {FIELDS.map(({ name, label, type, placeholder }) => (
      <label key={name} className="grid gap-1 text-muted text-xs">
        {label}
        <input
          key={filter[name] ?? ""}
          name={name}
          type={type}
          placeholder={placeholder}
          defaultValue={filter[name] ?? ""}
          {...(name === "action" && { "data-search": true })}
          className="h-8 w-full min-w-0 rounded-md sm:w-44 border border-line bg-surface px-2 text-ink text-sm"
        />
      </label>
    ))}
    <div className="grid gap-1 text-muted text-xs">
      <label htmlFor="audit-person">Person</label>
      <Select
        id="audit-person"
        key={filter.actor ?? ""}
        name="actor"
        defaultValue={filter.actor ?? ""}
        className="w-full sm:w-44"
      >
        <option value="">Everybody</option>
        {people.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
    </div>
    <Button type="submit">Filter</Button>
    {Object.keys(filter).length > 0 && (
      <ButtonLink look="quiet" href="/settings/audit">
        Clear
      </ButtonLink>
    )}
  </Form>
);
