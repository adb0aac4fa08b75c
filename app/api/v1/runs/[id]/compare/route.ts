import { z } from "zod";
import { route } from "@/lib/api/route";
import { compareRuns } from "@/lib/domain/runs/compare/compare";
import { RunComparison } from "@/lib/domain/runs/compare/schema";

const params = z.object({ id: z.uuid() });
const query = z.object({ with: z.uuid() });

export const GET = route(
  {
    summary: "Compare two runs of a workflow",
    access: "runs:read",
    params,
    query,
    output: RunComparison,
  },
  ({ caller, params, query }) => compareRuns(caller, params.id, query.with),
);
