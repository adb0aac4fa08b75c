import { z } from "zod";
import { route } from "@/lib/api/route";
import { archiveSequence } from "@/lib/domain/sequences/documents/pause";
import { getSequence } from "@/lib/domain/sequences/documents/read";
import { updateSequence } from "@/lib/domain/sequences/documents/save";
import { SequenceDetail, SequencePatch } from "@/lib/domain/sequences/schema";

const params = z.object({ id: z.uuid() });

export const GET = route(
  { summary: "Read a sequence", access: "sequences:read", params, output: SequenceDetail },
  ({ caller, params }) => getSequence(caller, params.id),
);

export const PATCH = route(
  {
    summary: "Change a sequence's draft",
    access: "sequences:write",
    params,
    body: SequencePatch,
    output: SequenceDetail,
  },
  ({ caller, params, body }) => updateSequence(caller, params.id, body),
);

export const DELETE = route(
  { summary: "Archive a sequence", access: "sequences:write", params, output: SequenceDetail },
  ({ caller, params }) => archiveSequence(caller, params.id),
);
