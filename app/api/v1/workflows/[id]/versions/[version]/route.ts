import { z } from "zod";
import { route } from "@/lib/api/route";
import { getVersion } from "@/lib/domain/workflows/versions/get";
import { WorkflowVersion } from "@/lib/domain/workflows/versions/schema";

const params = z.object({ id: z.uuid(), version: z.coerce.number().int().min(1).max(1e9) });

export const GET = route(
  {
    summary: "Get a published version",
    access: "workflows:read",
    params,
    output: WorkflowVersion,
  },
  ({ caller, params: { id, version } }) => getVersion(caller, id, version),
);
