import { respond } from "@/lib/api/door/answer";
import { requestContext, routeTemplate } from "@/lib/api/door/request-context";
import type { RouteContext } from "@/lib/api/spec";
import { correlate } from "@/lib/infra/log/correlation";
import { requestSpan } from "@/lib/infra/trace/span";

type Input = {
  request: Request;
  params: Record<string, string | string[] | undefined>;
  /** Goes into the events that the delivery causes. */
  trace: { requestId: string; traceparent: string };
};

const JSON_TYPE = { "content-type": "application/json" };

/**
 * The door for signed deliveries, whose handler needs the raw bytes: ids, problems and log lines as `route()` has them, but
 * no caller, no schema and no rate limit of a person. Answers the handler's object with `status`.
 */
export const delivery =
  (status: 200 | 202, handler: (input: Input) => Promise<object>) =>
  async (request: Request, next?: RouteContext): Promise<Response> => {
    const params = (await next?.params) ?? {};
    const name = `POST ${routeTemplate(new URL(request.url).pathname, params)}`;
    return requestSpan(name, request.headers.get("traceparent"), () => {
      const context = requestContext(request, params);
      const { requestId, traceparent } = context;
      const trace = { requestId, traceparent };
      return correlate({ ...trace }, () =>
        respond({ request, context, isTagged: false }, async () => {
          const body = JSON.stringify(await handler({ request, params, trace }));
          return { status, headers: JSON_TYPE, body };
        }),
      );
    });
  };
