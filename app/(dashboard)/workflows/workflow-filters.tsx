import { ListFilters } from "@/app/_ui/form/list-filters";

/** Search by name and state. */
export const WorkflowFilters = () => (
  <ListFilters
    label="Search workflows by name"
    placeholder="Search by name"
    choice={{
      name: "status",
      label: "State",
      all: "Every state",
      options: { draft: "Drafts", live: "Live", paused: "Paused", archived: "Archived" },
    }}
  />
);
