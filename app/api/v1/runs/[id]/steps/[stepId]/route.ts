import { z } from "zod";
import { route } from "@/lib/api/route";
import { getRunStep } from "@/lib/domain/runs/get";
import { RunStep } from "@/lib/domain/runs/schema";

const params = z.object({ id: z.uuid(), stepId: z.string().max(60) });

export const GET = route(
  { summary: "Read a step with its whole values", access: "runs:read", params, output: RunStep },
  ({ caller, params }) => getRunStep(caller, params.id, params.stepId),
);
