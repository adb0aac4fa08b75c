import { z } from "zod";
import { route } from "@/lib/api/route";
import { replayRun } from "@/lib/domain/runs/replay";
import { ReplayInput, Started } from "@/lib/domain/runs/schema";

const params = z.object({ id: z.uuid() });

export const POST = route(
  {
    summary: "Run the same trigger again",
    access: "runs:write",
    params,
    body: ReplayInput.prefault({}),
    output: Started,
    status: 202,
  },
  ({ caller, params, body }) => replayRun(caller, params.id, body),
);
