import { z } from "zod";
import { route } from "@/lib/api/route";
import { Page, PageQuery } from "@/lib/core/page";
import { listSequenceVersions } from "@/lib/domain/sequences/documents/versions";
import { SequenceVersion } from "@/lib/domain/sequences/schema";

const params = z.object({ id: z.uuid() });

export const GET = route(
  {
    summary: "List the published versions of a sequence",
    access: "sequences:read",
    params,
    query: PageQuery,
    output: Page(SequenceVersion),
  },
  ({ caller, params, query }) => listSequenceVersions(caller, params.id, query),
);
