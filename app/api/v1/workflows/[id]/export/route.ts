import { z } from "zod";
import { route } from "@/lib/api/route";
import { getWorkflow } from "@/lib/domain/workflows/get";
import { Draft } from "@/lib/domain/workflows/schema";

const params = z.object({ id: z.uuid() });

export const GET = route(
  { summary: "Export the draft as a document", access: "workflows:read", params, output: Draft },
  async ({ caller, params }) => (await getWorkflow(caller, params.id)).draft,
);
