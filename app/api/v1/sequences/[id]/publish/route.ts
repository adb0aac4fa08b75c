import { z } from "zod";
import { route } from "@/lib/api/route";
import { publishSequence } from "@/lib/domain/sequences/documents/publish";
import { foreseePublish } from "@/lib/domain/sequences/foresee/publish";
import { PublishForesight, SequencePublished } from "@/lib/domain/sequences/schema";

const params = z.object({ id: z.uuid() });

export const GET = route(
  {
    summary: "Read what would happen if the draft were published now",
    access: "sequences:read",
    params,
    output: PublishForesight,
  },
  ({ caller, params }) => foreseePublish(caller, params.id),
);

export const POST = route(
  {
    summary: "Publish a sequence's draft",
    access: "sequences:publish",
    params,
    output: SequencePublished,
  },
  ({ caller, params }) => publishSequence(caller, params.id),
);
