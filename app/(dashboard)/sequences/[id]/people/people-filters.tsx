import { ListFilters } from "@/app/_ui/form/list-filters";

/** Search by person and state. */
export const PeopleFilters = () => (
  <ListFilters
    label="Search people by name or address"
    placeholder="Name or address"
    choice={{
      name: "status",
      label: "State",
      all: "Every state",
      options: { active: "Under way", paused: "Paused", completed: "At the end", exited: "Left" },
    }}
  />
);
