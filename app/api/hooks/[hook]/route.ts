import { delivery } from "@/app/api/hooks/delivery";
import { reserve } from "@/inngest/workflows/start-eagerly";
import { decodeJson, readBody } from "@/lib/api/body";
import { receive } from "@/lib/domain/inbound/receive";

/** Takes a delivery of another system: 202 `{ deliveryId, duplicate }` once it is stored. A short run begins right here. */
export const POST = delivery(202, ({ request, params, trace }) =>
  receive({
    hookId: String(params.hook),
    headers: request.headers,
    readBody: (maxBytes) => readBody(request, { maxBytes }),
    decodeJson,
    trace,
    reserve,
  }),
);
