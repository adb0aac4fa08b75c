import { z } from "zod";
import { route } from "@/lib/api/route";
import { listItems } from "@/lib/domain/runs/list-items";
import { StepItemPage, StepItemQuery } from "@/lib/domain/runs/schema";

const params = z.object({ id: z.uuid(), stepId: z.string().min(1).max(60) });

export const GET = route(
  {
    summary: "List the items of a for-each step",
    access: "runs:read",
    params,
    query: StepItemQuery,
    output: StepItemPage,
  },
  ({ caller, params, query }) => listItems(caller, params.id, params.stepId, query),
);
