import { z } from "zod";
import { route } from "@/lib/api/route";
import { ChosenList } from "@/lib/domain/bulk-actions/schema";
import { exportWorkflows } from "@/lib/domain/workflows/export";
import { WorkflowFile } from "@/lib/domain/workflows/schema";

const query = z.object({ ids: ChosenList });

export const GET = route(
  {
    summary: "Export the drafts of some workflows as one file",
    access: "workflows:read",
    query,
    output: WorkflowFile,
  },
  ({ caller, query: { ids } }) => exportWorkflows(caller, ids),
);
