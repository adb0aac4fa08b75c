import { z } from "zod";
import { route } from "@/lib/api/route";
import { WorkflowDetail } from "@/lib/domain/workflows/schema";
import { rollbackWorkflow } from "@/lib/domain/workflows/versions/rollback";
import { RollbackInput } from "@/lib/domain/workflows/versions/schema";

const params = z.object({ id: z.uuid() });

export const POST = route(
  {
    summary: "Go back to a published version",
    access: "workflows:publish",
    params,
    body: RollbackInput,
    output: WorkflowDetail,
  },
  ({ caller, params, body }) => rollbackWorkflow(caller, params.id, body),
);
