import { z } from "zod";
import { route } from "@/lib/api/route";
import { readResults } from "@/lib/domain/sequences/foresee/results";
import { SequenceResults } from "@/lib/domain/sequences/foresee/schema";

const params = z.object({ id: z.uuid() });
const query = z.object({ version: z.coerce.number().int().min(1).optional() });

export const GET = route(
  {
    summary: "Read how a sequence does",
    access: "sequences:read",
    params,
    query,
    output: SequenceResults,
  },
  ({ caller, params, query }) => readResults(caller, params.id, { version: query.version ?? null }),
);
