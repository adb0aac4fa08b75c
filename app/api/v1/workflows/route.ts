import { route } from "@/lib/api/route";
import { createWorkflow } from "@/lib/domain/workflows/create";
import { listWorkflows } from "@/lib/domain/workflows/list";
import {
  NewWorkflow,
  WorkflowDetail,
  WorkflowPage,
  WorkflowQuery,
} from "@/lib/domain/workflows/schema";

export const GET = route(
  {
    summary: "List the workflows",
    access: "workflows:read",
    query: WorkflowQuery,
    output: WorkflowPage,
  },
  ({ caller, query }) => listWorkflows(caller, query),
);

export const POST = route(
  {
    summary: "Save a new workflow as a draft",
    access: "workflows:write",
    body: NewWorkflow,
    output: WorkflowDetail,
    status: 201,
  },
  ({ caller, body }) => createWorkflow(caller, body),
);
