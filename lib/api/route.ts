import type { z } from "zod";
import { respond } from "@/lib/api/door/answer";
import { requestContext } from "@/lib/api/door/request-context";
import { type Handler, serve } from "@/lib/api/door/serve";
import type { Access, Input, Output, RouteContext, Spec } from "@/lib/api/spec";
import { correlate } from "@/lib/infra/log/correlation";

const READS = new Set(["GET", "HEAD"]);

/**
 * The one door of every JSON endpoint. `spec` is the contract (who, what in, what out) and `handler` one call into the
 * domain. The door knows the caller, keeps other sites out, limits, parses strictly, replays keyed commands, checks
 * the answer and turns whatever is thrown into problem details. The contract stays on the function as `spec`.
 */
export const route = <
  const A extends Access,
  O extends z.ZodType | null,
  P extends z.ZodObject | undefined = undefined,
  Q extends z.ZodObject | undefined = undefined,
  H extends z.ZodObject | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(
  spec: Spec<A, P, Q, H, B, O>,
  handler: (input: Input<A, P, Q, H, B>) => Promise<Output<O>>,
) => {
  const isTagged = spec.etag ?? true;
  // Each part of the input is made by the schema that types it, which the compiler cannot follow through the door.
  const contract = { spec: spec as unknown as Spec, handler: handler as unknown as Handler };
  const handle = async (request: Request, next?: RouteContext): Promise<Response> => {
    const params = (await next?.params) ?? {};
    const context = requestContext(request, params);
    const { requestId, traceparent } = context;
    const exchange = { request, context, isTagged: isTagged && READS.has(request.method) };
    return correlate({ requestId, traceparent }, () =>
      respond(exchange, (reply) => serve({ ...contract, request, params, context, reply })),
    );
  };
  return Object.assign(handle, { spec });
};
