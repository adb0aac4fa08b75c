import { route } from "@/lib/api/route";
import { createWorkflow } from "@/lib/domain/workflows/create";
import { Draft, WorkflowDetail } from "@/lib/domain/workflows/schema";

export const POST = route(
  {
    summary: "Import an exported document as a new draft",
    access: "workflows:write",
    body: Draft,
    output: WorkflowDetail,
    status: 201,
  },
  ({ caller, body }) => createWorkflow(caller, { definition: body }),
);
