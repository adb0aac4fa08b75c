import { randomBytes } from "node:crypto";
import { uuidv7 } from "@/lib/core/ids";
import { clientIp } from "@/lib/infra/auth/client-ip";
import { activeTraceparent, parseTraceparent } from "@/lib/infra/trace/span";

/** What is known of a request before anybody looks into it. */
export type RequestContext = {
  requestId: string;
  /** W3C trace context of this answer: the caller's trace where it sent a valid one. */
  traceparent: string;
  ip: string;
  userAgent: string;
  /** Path with parameter names, `/api/v1/runs/[id]`. */
  route: string;
  pathname: string;
  startedMs: number;
};

const REQUEST_ID = /^[A-Za-z0-9._-]{8,64}$/;

const nextTraceparent = (incoming: string | null) => {
  const traceId = parseTraceparent(incoming)?.traceId ?? randomBytes(16).toString("hex");
  return `00-${traceId}-${randomBytes(8).toString("hex")}-01`;
};

const decode = (segment: string) => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};

/** Puts the parameters' names back into a path, the last match first: a literal segment before it keeps its place. */
export const routeTemplate = (
  pathname: string,
  params: Record<string, string | string[] | undefined>,
): string => {
  const segments = pathname.split("/");
  for (const [name, value] of Object.entries(params).reverse()) {
    const at = segments.findLastIndex((segment) => decode(segment) === value);
    if (at >= 0) segments[at] = `[${name}]`;
  }
  return segments.join("/");
};

/** Reads ids, address and route of a request. A request id that is not one of ours in form is replaced. */
export const requestContext = (
  { url, headers }: Request,
  params: Record<string, string | string[] | undefined>,
): RequestContext => {
  const { pathname } = new URL(url);
  const given = headers.get("x-request-id");
  return {
    requestId: given && REQUEST_ID.test(given) ? given : uuidv7(),
    traceparent: activeTraceparent() ?? nextTraceparent(headers.get("traceparent")),
    ip: clientIp(headers),
    userAgent: (headers.get("user-agent") ?? "").slice(0, 300),
    route: routeTemplate(pathname, params),
    pathname,
    startedMs: performance.now(),
  };
};
