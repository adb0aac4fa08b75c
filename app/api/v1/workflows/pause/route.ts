import { route } from "@/lib/api/route";
import { Chosen, ManyDone } from "@/lib/domain/bulk-actions/schema";
import { pauseWorkflows } from "@/lib/domain/workflows/pause";

export const POST = route(
  {
    summary: "Stop some workflows from starting new runs",
    access: "workflows:publish",
    body: Chosen,
    output: ManyDone,
  },
  ({ caller, body }) => pauseWorkflows(caller, body),
);
