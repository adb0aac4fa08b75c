import { z } from "zod";
import { route } from "@/lib/api/route";
import { duplicateWorkflow } from "@/lib/domain/workflows/create";
import { WorkflowDetail } from "@/lib/domain/workflows/schema";

const params = z.object({ id: z.uuid() });

export const POST = route(
  {
    summary: "Copy a workflow as a new draft",
    access: "workflows:write",
    params,
    output: WorkflowDetail,
    status: 201,
  },
  ({ caller, params }) => duplicateWorkflow(caller, params.id),
);
