import type { NextRequest } from "next/server";
import { functions } from "@/inngest/index";
import { afterResponse } from "@/lib/api/door/after-response";
import { relayIdle } from "@/lib/infra/events/relay";
import { serveFunctions } from "@/lib/infra/events/serve";
import { afterIngress } from "@/lib/infra/limits/ingress-first";

export const maxDuration = 300;

const served = serveFunctions(functions);

/** Where the durable engine calls us; every call is signed by it. */
export const { GET, PUT } = served;

/**
 * Executes a function, or a stretch of one. Senders of deliveries go first, and events it wrote are handed over before the
 * process may sleep.
 */
export const POST = async (request: NextRequest, context: unknown) => {
  await afterIngress();
  const answer = await served.POST(request, context);
  afterResponse(relayIdle);
  return answer;
};
