import { z } from "zod";
import { route } from "@/lib/api/route";
import { SampleOrder, SampleSent } from "@/lib/domain/inbound/schema";
import { sendSample } from "@/lib/domain/inbound/send-sample";

/** Without stored answers: the sample travels over HTTP, and no transaction may be held open meanwhile. */
export const POST = route(
  {
    summary: "Send a sample order to the workflow's hook",
    access: "workflows:run",
    params: z.object({ id: z.uuid() }),
    body: SampleOrder,
    output: SampleSent,
    status: 202,
    idempotency: "none",
  },
  ({ caller, params, body }) => sendSample(caller, params.id, body),
);
