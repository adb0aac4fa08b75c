import { z } from "zod";
import { route } from "@/lib/api/route";
import { pauseSequence } from "@/lib/domain/sequences/documents/pause";
import { SequenceDetail } from "@/lib/domain/sequences/schema";

const params = z.object({ id: z.uuid() });

export const POST = route(
  {
    summary: "Hold everybody inside a sequence",
    access: "sequences:publish",
    params,
    output: SequenceDetail,
  },
  ({ caller, params }) => pauseSequence(caller, params.id),
);
