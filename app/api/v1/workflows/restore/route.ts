import { route } from "@/lib/api/route";
import { Chosen, ManyDone } from "@/lib/domain/bulk-actions/schema";
import { restoreWorkflows } from "@/lib/domain/workflows/archive";

export const POST = route(
  {
    summary: "Bring some archived workflows back as drafts",
    access: "workflows:write",
    body: Chosen,
    output: ManyDone,
  },
  ({ caller, body }) => restoreWorkflows(caller, body),
);
