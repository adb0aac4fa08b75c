import { route } from "@/lib/api/route";
import { Chosen, ManyDone } from "@/lib/domain/bulk-actions/schema";
import { resumeWorkflows } from "@/lib/domain/workflows/pause";

export const POST = route(
  {
    summary: "Let some paused workflows start runs again",
    access: "workflows:publish",
    body: Chosen,
    output: ManyDone,
  },
  ({ caller, body }) => resumeWorkflows(caller, body),
);
