import { ListFilters } from "@/app/_ui/form/list-filters";

/** Search by name and address, and who can be reached. */
export const ContactFilters = () => (
  <ListFilters
    label="Search contacts by name or address"
    placeholder="Name or address"
    choice={{
      name: "reachable",
      label: "Who can be reached",
      all: "Everybody",
      options: { true: "May get marketing", false: "May not" },
    }}
  />
);
