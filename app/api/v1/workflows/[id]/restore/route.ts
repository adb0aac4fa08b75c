import { z } from "zod";
import { route } from "@/lib/api/route";
import { restoreWorkflow } from "@/lib/domain/workflows/archive";
import { WorkflowDetail } from "@/lib/domain/workflows/schema";

const params = z.object({ id: z.uuid() });

export const POST = route(
  {
    summary: "Bring an archived workflow back as a draft",
    access: "workflows:write",
    params,
    output: WorkflowDetail,
  },
  ({ caller, params }) => restoreWorkflow(caller, params.id),
);
