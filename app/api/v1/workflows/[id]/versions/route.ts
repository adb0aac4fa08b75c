import { z } from "zod";
import { route } from "@/lib/api/route";
import { Page, PageQuery } from "@/lib/core/page";
import { listVersions } from "@/lib/domain/workflows/versions/list";
import { WorkflowVersion } from "@/lib/domain/workflows/versions/schema";

const params = z.object({ id: z.uuid() });

export const GET = route(
  {
    summary: "List the published versions",
    access: "workflows:read",
    params,
    query: PageQuery,
    output: Page(WorkflowVersion),
  },
  ({ caller, params, query }) => listVersions(caller, params.id, query),
);
