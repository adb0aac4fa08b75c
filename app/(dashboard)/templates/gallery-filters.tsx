import { Search } from "lucide-react";
import Form from "next/form";
import { Button } from "@/app/_ui/controls/button";
import { INDUSTRIES } from "@/app/_ui/form/industry-field";
import { Select } from "@/app/_ui/form/select";
import { TRIGGERS } from "@/app/(dashboard)/templates/words";

const Choice = ({
  name,
  label,
  every,
  titles,
  value,
}: {
  name: string;
  label: string;
  every: string;
  titles: Record<string, string>;
  value: string | undefined;
}) => (
  <Select name={name} aria-label={label} defaultValue={value ?? ""}>
    <option value="">{every}</option>
    {Object.entries(titles).map(([one, title]) => (
      <option key={one} value={one}>
        {title}
      </option>
    ))}
  </Select>
);

type Query = { search?: string; industry?: string; trigger?: string };

/** Search by words, industry and what starts it; all three are the URL. */
export const GalleryFilters = ({ query }: { query: Query }) => (
  <search>
    <Form action="/templates" key={JSON.stringify(query)} className="flex flex-wrap gap-2">
      <div className="relative">
        <Search
          aria-hidden
          className="pointer-events-none absolute top-2 left-2 size-4 text-faint"
        />
        <input
          type="search"
          name="search"
          data-search
          aria-label="Search templates"
          aria-keyshortcuts="/"
          placeholder="Search templates"
          defaultValue={query.search}
          className="h-8 w-64 rounded-md border border-line bg-surface pr-2 pl-8 text-sm hover:bg-hover"
        />
      </div>
      <Choice
        name="industry"
        label="Industry"
        every="Every industry"
        titles={INDUSTRIES}
        value={query.industry}
      />
      <Choice
        name="trigger"
        label="Started by"
        every="Started by anything"
        titles={TRIGGERS}
        value={query.trigger}
      />
      <Button type="submit">Show</Button>
    </Form>
  </search>
);
