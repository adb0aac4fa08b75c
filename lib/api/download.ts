import type { z } from "zod";
import { admit, authorize } from "@/lib/api/door/admit";
import { respond } from "@/lib/api/door/answer";
import { readInput } from "@/lib/api/door/input";
import { limitCaller } from "@/lib/api/door/limit";
import { requestContext } from "@/lib/api/door/request-context";
import type { RouteContext, Spec } from "@/lib/api/spec";
import type { Caller } from "@/lib/core/caller";
import type { Permission } from "@/lib/domain/tenants/permissions";
import { correlate } from "@/lib/infra/log/correlation";

type DownloadSpec<Q extends z.ZodObject> = {
  summary: string;
  access: Permission;
  query: Q;
  /** What the JSON kind of the file holds, for the reference. */
  output: z.ZodType;
  limit: { perSecond: number; burst: number };
};

/** A file on its way: its name, its type, and its text piece by piece. */
export type Download = { name: string; type: string; pieces: AsyncGenerator<string> };

const TYPES = { csv: "text/csv", json: "application/json" } as const;

/** An export as a file named after what it holds and today (UTC). */
export const exportFile = (
  what: string,
  format: keyof typeof TYPES,
  pieces: AsyncGenerator<string>,
): Download => ({
  name: `${what}-${new Date().toISOString().slice(0, 10)}.${format}`,
  type: TYPES[format],
  pieces,
});

/** The next piece is made when the reader has taken the one before; a reader that leaves ends the making. */
const body = (pieces: AsyncGenerator<string>) => {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const { value, done } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: async () => {
      await pieces.return(undefined);
    },
  });
};

/**
 * The door of a file that is made while it is sent: caller, limit, permission and query as `route` has them. What fails
 * on the way cuts the file off, so that half of it does not pass for the whole.
 */
export const download = <Q extends z.ZodObject>(
  spec: DownloadSpec<Q>,
  open: (input: { caller: Caller; query: z.output<Q> }) => Download,
) => {
  const contract = spec as unknown as Spec;
  const handle = async (request: Request, next?: RouteContext): Promise<Response> => {
    const params = (await next?.params) ?? {};
    const context = requestContext(request, params);
    const { requestId, traceparent } = context;
    return correlate({ requestId, traceparent }, () =>
      respond({ request, context, isTagged: false }, async (reply) => {
        const identity = await admit({ spec: contract, request, context, reply });
        await limitCaller({ spec: contract, method: request.method, context, identity }, reply);
        authorize(contract, identity);
        const { query } = await readInput(contract, request, params);
        const given = { caller: identity?.caller, query };
        const { name, type, pieces } = open(given as { caller: Caller; query: z.output<Q> });
        const headers = new Headers(reply);
        headers.set("content-type", `${type}; charset=utf-8`);
        headers.set("content-disposition", `attachment; filename="${name}"`);
        headers.set("cache-control", "private, no-store");
        headers.set("x-content-type-options", "nosniff");
        return new Response(body(pieces), { headers });
      }),
    );
  };
  return Object.assign(handle, { spec });
};
