import { z } from "zod";
import { route } from "@/lib/api/route";
import { archiveWorkflow } from "@/lib/domain/workflows/archive";
import { getWorkflow } from "@/lib/domain/workflows/get";
import { WorkflowDetail, WorkflowPatch } from "@/lib/domain/workflows/schema";
import { updateWorkflow } from "@/lib/domain/workflows/update";

const params = z.object({ id: z.uuid() });

export const GET = route(
  { summary: "Read a workflow", access: "workflows:read", params, output: WorkflowDetail },
  ({ caller, params }) => getWorkflow(caller, params.id),
);

export const PATCH = route(
  {
    summary: "Change a workflow's draft",
    access: "workflows:write",
    params,
    body: WorkflowPatch,
    output: WorkflowDetail,
  },
  ({ caller, params, body }) => updateWorkflow(caller, params.id, body),
);

export const DELETE = route(
  { summary: "Archive a workflow", access: "workflows:write", params, output: WorkflowDetail },
  ({ caller, params }) => archiveWorkflow(caller, params.id),
);
