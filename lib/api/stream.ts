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

/** One server-sent event; one without data is a comment that keeps the line alive. */
export type ServerEvent = { event: string; id?: string; data?: unknown };

type StreamSpec<P extends z.ZodObject, H extends z.ZodObject> = {
  summary: string;
  access: Permission;
  params: P;
  headers: H;
  /** What the events' data look like, for the reference. */
  output: z.ZodType;
};

type Input<P extends z.ZodObject, H extends z.ZodObject> = {
  caller: Caller;
  params: z.output<P>;
  headers: z.output<H>;
  /** Aborts when the reader is gone. */
  signal: AbortSignal;
};

const HEADERS = {
  "content-type": "text/event-stream; charset=utf-8",
  // Compressing would hold events back, and so would a proxy that buffers.
  "cache-control": "no-store, no-transform",
  "x-accel-buffering": "no",
  "x-content-type-options": "nosniff",
};

const encoder = new TextEncoder();

const encode = ({ event, id, data }: ServerEvent): Uint8Array =>
  encoder.encode(
    data === undefined
      ? `: ${event}\n\n`
      : `${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`,
  );

const body = (events: AsyncIterator<ServerEvent>, gone: AbortController) =>
  new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode("retry: 1000\n\n")),
    pull: async (controller) => {
      const { value, done } = await events.next();
      if (done) controller.close();
      else controller.enqueue(encode(value));
    },
    cancel: async () => {
      gone.abort();
      await events.return?.();
    },
  });

/**
 * The door of a stream of server-sent events: caller, limits, permission and input as `route` has them, then `open`, whose
 * null answers 204 (a browser's EventSource comes back no more). What it throws before the first event is a problem.
 */
export const stream = <P extends z.ZodObject, H extends z.ZodObject>(
  spec: StreamSpec<P, H>,
  open: (input: Input<P, H>) => Promise<AsyncIterator<ServerEvent> | null>,
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
        const input = await readInput(contract, request, params);
        const gone = new AbortController();
        request.signal.addEventListener("abort", () => gone.abort(), { once: true });
        const given = { ...input, caller: identity?.caller, signal: gone.signal };
        const events = await open(given as unknown as Input<P, H>);
        const headers = new Headers(reply);
        if (!events) return new Response(null, { status: 204, headers });
        for (const [name, value] of Object.entries(HEADERS)) headers.set(name, value);
        return new Response(body(events, gone), { headers });
      }),
    );
  };
  return Object.assign(handle, { spec: { ...spec, isStream: true } });
};
