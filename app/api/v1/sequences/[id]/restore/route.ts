import { z } from "zod";
import { route } from "@/lib/api/route";
import { restoreSequence } from "@/lib/domain/sequences/documents/pause";
import { SequenceDetail } from "@/lib/domain/sequences/schema";

const params = z.object({ id: z.uuid() });

export const POST = route(
  {
    summary: "Bring an archived sequence back",
    access: "sequences:write",
    params,
    output: SequenceDetail,
  },
  ({ caller, params }) => restoreSequence(caller, params.id),
);
