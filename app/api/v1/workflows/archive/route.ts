import { route } from "@/lib/api/route";
import { Chosen, ManyDone } from "@/lib/domain/bulk-actions/schema";
import { archiveWorkflows } from "@/lib/domain/workflows/archive";

export const POST = route(
  {
    summary: "Archive some workflows",
    access: "workflows:write",
    body: Chosen,
    output: ManyDone,
  },
  ({ caller, body }) => archiveWorkflows(caller, body),
);
