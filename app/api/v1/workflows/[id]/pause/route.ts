import { z } from "zod";
import { route } from "@/lib/api/route";
import { pauseWorkflow } from "@/lib/domain/workflows/pause";
import { WorkflowDetail } from "@/lib/domain/workflows/schema";

const params = z.object({ id: z.uuid() });

export const POST = route(
  {
    summary: "Stop starting new runs",
    access: "workflows:publish",
    params,
    output: WorkflowDetail,
  },
  ({ caller, params }) => pauseWorkflow(caller, params.id),
);
