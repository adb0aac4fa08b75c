import { z } from "zod";
import { route } from "@/lib/api/route";
import { diffVersion } from "@/lib/domain/workflows/versions/get";
import { DiffQuery, VersionDiff } from "@/lib/domain/workflows/versions/schema";

const params = z.object({ id: z.uuid(), version: z.coerce.number().int().min(1).max(1e9) });

export const GET = route(
  {
    summary: "Compare a version with another or with the draft",
    access: "workflows:read",
    params,
    query: DiffQuery,
    output: VersionDiff,
  },
  ({ caller, params: { id, version }, query }) => diffVersion(caller, id, version, query),
);
