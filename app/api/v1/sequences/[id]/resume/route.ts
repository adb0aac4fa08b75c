import { z } from "zod";
import { route } from "@/lib/api/route";
import { resumeSequence } from "@/lib/domain/sequences/documents/pause";
import { SequenceDetail } from "@/lib/domain/sequences/schema";

const params = z.object({ id: z.uuid() });

export const POST = route(
  {
    summary: "Let a paused sequence go on",
    access: "sequences:publish",
    params,
    output: SequenceDetail,
  },
  ({ caller, params }) => resumeSequence(caller, params.id),
);
