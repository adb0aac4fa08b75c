import { z } from "zod";
import { stream } from "@/lib/api/stream";
import { followRun } from "@/lib/domain/runs/live/follow";
import { LiveData, LiveHeaders } from "@/lib/domain/runs/live/schema";

export const maxDuration = 300;

const params = z.object({ id: z.uuid() });

export const GET = stream(
  {
    summary: "Follow a run while it goes on",
    access: "runs:read",
    params,
    headers: LiveHeaders,
    output: LiveData,
  },
  ({ caller, params, headers, signal }) =>
    followRun(caller, params.id, { lastId: headers["last-event-id"], signal }),
);
