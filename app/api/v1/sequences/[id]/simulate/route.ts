import { z } from "zod";
import { route } from "@/lib/api/route";
import { SimulateInput, SimulationResult } from "@/lib/domain/sequences/foresee/schema";
import { simulateSequence } from "@/lib/domain/sequences/foresee/simulate";

const params = z.object({ id: z.uuid() });

export const POST = route(
  {
    summary: "Run a sequence over a population on a virtual clock",
    access: "sequences:read",
    params,
    body: SimulateInput.prefault({}),
    output: SimulationResult,
    idempotency: "none",
    limit: { perSecond: 0.5, burst: 5 },
  },
  ({ caller, params, body }) => simulateSequence(caller, params.id, body),
);
