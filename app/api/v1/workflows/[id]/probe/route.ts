import { z } from "zod";
import { route } from "@/lib/api/route";
import { probeHook } from "@/lib/domain/inbound/probe/probe-hook";
import { TriggerState } from "@/lib/domain/workflows/schema";
import { probeTriggers } from "@/lib/domain/workflows/triggers/probe";
import { safeFetch } from "@/lib/infra/outbound/safe-fetch";

const params = z.object({ id: z.uuid() });

export const POST = route(
  {
    summary: "Look whether the live trigger can start the workflow",
    access: "workflows:publish",
    params,
    output: z.object({ triggers: z.array(TriggerState) }),
  },
  async ({ caller, params }) => ({
    triggers: await probeTriggers(caller, params.id, { fetch: safeFetch, probeHook }),
  }),
);
