import { route } from "@/lib/api/route";
import { listRunChanges } from "@/lib/domain/runs/changes";
import { RunChanges, RunChangesQuery } from "@/lib/domain/runs/schema";

export const GET = route(
  {
    summary: "Tell what changed in a list of runs",
    access: "runs:read",
    query: RunChangesQuery,
    output: RunChanges,
  },
  ({ caller, query }) => listRunChanges(caller, query),
);
