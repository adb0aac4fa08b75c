import { route } from "@/lib/api/route";
import { importWorkflows } from "@/lib/domain/workflows/create";
import { ImportedWorkflows, WorkflowFile } from "@/lib/domain/workflows/schema";

export const POST = route(
  {
    summary: "Import a file of several documents as new drafts",
    access: "workflows:write",
    body: WorkflowFile,
    output: ImportedWorkflows,
    status: 201,
    maxBytes: 10_000_000,
    limit: { perSecond: 0.2, burst: 10 },
  },
  ({ caller, body }) => importWorkflows(caller, body),
);
