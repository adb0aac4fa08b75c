import { route } from "@/lib/api/route";
import { listRuns } from "@/lib/domain/runs/list";
import { RunPage, RunQuery } from "@/lib/domain/runs/schema";

export const GET = route(
  { summary: "List the runs", access: "runs:read", query: RunQuery, output: RunPage },
  ({ caller, query }) => listRuns(caller, query),
);
