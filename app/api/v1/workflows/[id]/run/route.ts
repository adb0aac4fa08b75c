import { z } from "zod";
import { route } from "@/lib/api/route";
import { Started, StartInput } from "@/lib/domain/runs/schema";
import { startRun } from "@/lib/domain/runs/start";

const params = z.object({ id: z.uuid() });

export const POST = route(
  {
    summary: "Run the live version by hand",
    access: "workflows:run",
    params,
    body: StartInput.prefault({}),
    output: Started,
    status: 202,
  },
  ({ caller, params, body }) => startRun(caller, params.id, body),
);
