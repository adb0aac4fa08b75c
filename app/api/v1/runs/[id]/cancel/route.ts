import { z } from "zod";
import { route } from "@/lib/api/route";
import { cancelRun } from "@/lib/domain/runs/cancel";
import { RunItem } from "@/lib/domain/runs/schema";

const params = z.object({ id: z.uuid() });

export const POST = route(
  { summary: "Cancel a run", access: "runs:write", params, output: RunItem },
  ({ caller, params }) => cancelRun(caller, params.id),
);
