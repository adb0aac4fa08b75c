import { z } from "zod";
import { route } from "@/lib/api/route";
import { publishWorkflow } from "@/lib/domain/workflows/publish";
import { Published, PublishInput } from "@/lib/domain/workflows/schema";

const params = z.object({ id: z.uuid() });

export const POST = route(
  {
    summary: "Publish the draft",
    access: "workflows:publish",
    params,
    body: PublishInput.prefault({}),
    output: Published,
  },
  ({ caller, params, body }) => publishWorkflow(caller, params.id, body),
);
