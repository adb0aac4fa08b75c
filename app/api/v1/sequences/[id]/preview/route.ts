import { z } from "zod";
import { route } from "@/lib/api/route";
import { previewSequence } from "@/lib/domain/sequences/foresee/preview";
import { Preview, PreviewInput } from "@/lib/domain/sequences/foresee/schema";

const params = z.object({ id: z.uuid() });

export const POST = route(
  {
    summary: "See every mail a person would get, and why not the others",
    access: "sequences:read",
    params,
    body: PreviewInput.prefault({}),
    output: Preview,
    idempotency: "none",
  },
  ({ caller, params, body }) => previewSequence(caller, params.id, body),
);
