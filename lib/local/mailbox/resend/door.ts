import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type Answer, parseJson, readBody } from "../http.ts";
import type { EmailsApi } from "./emails-api.ts";
import type { RateLimit } from "./rate-limit.ts";
import { Refusal } from "./refusal.ts";
import type { SendApi } from "./send-api.ts";
import type { SuppressionsApi } from "./suppressions-api.ts";

type Call = {
  request: IncomingMessage;
  response: ServerResponse;
  query: URLSearchParams;
  body: () => Promise<unknown>;
};
type Handler = (call: Call, id: string) => Answer | Promise<Answer>;
type Options = {
  apiKey: string;
  rateLimit: RateLimit;
  sends: SendApi;
  emails: EmailsApi;
  suppressions: SuppressionsApi;
};

const SMALL_BODY_BYTES = 256 * 1024;

const digest = (text: string) => createHash("sha256").update(text).digest();

const authenticate = (request: IncomingMessage, apiKey: string) => {
  const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? "")?.[1];
  if (!token) throw new Refusal("missing_api_key", "Missing API key in the authorization header.");
  if (!timingSafeEqual(digest(token), digest(apiKey)))
    throw new Refusal("invalid_api_key", "API key is invalid.");
};

/** Method, path pattern and handler; the pattern's one group is the id. */
const routesOf = ({ sends, emails, suppressions }: Options): [string, RegExp, Handler][] => [
  ["POST", /^\/emails$/, ({ request, response }) => sends.sendOne(request, response)],
  ["GET", /^\/emails$/, ({ query }) => emails.list(query)],
  ["POST", /^\/emails\/batch$/, ({ request, response }) => sends.sendBatch(request, response)],
  ["POST", /^\/emails\/([^/]+)\/cancel$/, (_, id) => emails.cancel(id)],
  ["GET", /^\/emails\/([^/]+)$/, (_, id) => emails.get(id)],
  ["PATCH", /^\/emails\/([^/]+)$/, async ({ body }, id) => emails.reschedule(id, await body())],
  ["POST", /^\/suppressions$/, async ({ body }) => suppressions.add(await body())],
  ["GET", /^\/suppressions$/, ({ query }) => suppressions.list(query)],
  ["POST", /^\/suppressions\/batch\/add$/, async ({ body }) => suppressions.addMany(await body())],
  [
    "POST",
    /^\/suppressions\/batch\/remove$/,
    async ({ body }) => suppressions.removeMany(await body()),
  ],
  ["GET", /^\/suppressions\/([^/]+)$/, (_, id) => suppressions.get(id)],
  ["DELETE", /^\/suppressions\/([^/]+)$/, (_, id) => suppressions.remove(id)],
];

const decode = (part: string) => {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new Refusal("invalid_parameter", "The path is not valid.");
  }
};

const dispatch = (routes: ReturnType<typeof routesOf>, call: Call, path: string) => {
  const matches = routes.filter(([, pattern]) => pattern.test(path));
  const [, pattern, handler] = matches.find(([method]) => method === call.request.method) ?? [];
  if (pattern && handler) return handler(call, decode(pattern.exec(path)?.[1] ?? ""));
  if (matches.length === 0)
    throw new Refusal("not_found", "The requested endpoint does not exist.");
  throw new Refusal("method_not_allowed", "This endpoint does not support the method.");
};

/** The door of Resend's API: user agent, key, rate limit, then the route. Throws `Refusal` with Resend's names. */
export const createDoor = (options: Options) => {
  const routes = routesOf(options);
  return async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<Answer> => {
    // Resend's edge answers this in plain text, before the API is reached.
    if (!request.headers["user-agent"])
      return { status: 403, body: "error code: 1010", headers: { "content-type": "text/plain" } };
    authenticate(request, options.apiKey);
    const { allowed, headers } = options.rateLimit();
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (!allowed)
      throw new Refusal(
        "rate_limit_exceeded",
        "Too many requests. Please limit the number of requests per second. Or contact support to increase rate limit.",
      );
    const body = async () => parseJson(await readBody(request, SMALL_BODY_BYTES));
    return dispatch(routes, { request, response, query: url.searchParams, body }, url.pathname);
  };
};
