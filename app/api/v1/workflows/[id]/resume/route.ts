import { z } from "zod";
import { route } from "@/lib/api/route";
import { resumeWorkflow } from "@/lib/domain/workflows/pause";
import { WorkflowDetail } from "@/lib/domain/workflows/schema";

const params = z.object({ id: z.uuid() });

export const POST = route(
  { summary: "Start runs again", access: "workflows:publish", params, output: WorkflowDetail },
  ({ caller, params }) => resumeWorkflow(caller, params.id),
);
