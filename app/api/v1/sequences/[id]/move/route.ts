import { z } from "zod";
import { route } from "@/lib/api/route";
import { moveToLive } from "@/lib/domain/sequences/foresee/move";
import { MoveInput, MoveResult } from "@/lib/domain/sequences/schema";

const params = z.object({ id: z.uuid() });

export const POST = route(
  {
    summary: "Move everybody inside to the live version, or count who would be",
    access: "sequences:publish",
    params,
    body: MoveInput.prefault({}),
    output: MoveResult,
  },
  ({ caller, params, body }) => moveToLive(caller, params.id, body),
);
