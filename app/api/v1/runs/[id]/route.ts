import { z } from "zod";
import { route } from "@/lib/api/route";
import { getRun } from "@/lib/domain/runs/get";
import { RunDetail } from "@/lib/domain/runs/schema";

const params = z.object({ id: z.uuid() });

export const GET = route(
  { summary: "Read a run with its steps", access: "runs:read", params, output: RunDetail },
  ({ caller, params }) => getRun(caller, params.id),
);
