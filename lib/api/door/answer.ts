import { record } from "@/lib/api/door/record";
import type { RequestContext } from "@/lib/api/door/request-context";
import { etagOf, matches } from "@/lib/api/etag";
import type { Answer } from "@/lib/api/idempotency";
import { problem } from "@/lib/api/problem";

type Exchange = { request: Request; context: RequestContext; isTagged: boolean };

/** Next steers by throwing (redirect, notFound, dynamic rendering); those are not ours to answer. */
const isNextControl = (error: unknown) =>
  error instanceof Error && "digest" in error && String(error.digest).startsWith("NEXT_");

/** Keeps the body as the text it was (`whole`), which a server in the same process can send without reading a stream. */
const withText = (body: string, init: ResponseInit): Response =>
  Object.assign(new Response(body, init), { whole: body });

const toResponse = (
  { request, isTagged }: Exchange,
  answer: Answer,
  headers: Headers,
): Response => {
  for (const [name, value] of Object.entries(answer.headers)) headers.set(name, value);
  headers.set("cache-control", "private, no-store");
  headers.set("x-content-type-options", "nosniff");
  if (answer.status === 204) return new Response(null, { status: 204, headers });
  if (isTagged) {
    const etag = etagOf(answer.body);
    headers.set("etag", etag);
    if (matches(request.headers.get("if-none-match"), etag)) {
      headers.delete("content-type");
      return new Response(null, { status: 304, headers });
    }
  }
  return withText(answer.body, { status: answer.status, headers });
};

/**
 * Does `work`, whose headers gather in `reply`, and answers with what it returns or throws; then records the request. A
 * Response of its own, such as a stream, goes out as it is.
 */
export const respond = async (
  exchange: Exchange,
  work: (reply: Headers) => Promise<Answer | Response>,
): Promise<Response> => {
  const { request, context } = exchange;
  const { requestId, traceparent, pathname } = context;
  const reply = new Headers({ "x-request-id": requestId, traceparent });
  let response: Response;
  let failure: unknown;
  try {
    const answer = await work(reply);
    response = answer instanceof Response ? answer : toResponse(exchange, answer, reply);
  } catch (error) {
    if (isNextControl(error)) throw error;
    failure = error;
    response = problem(error, { requestId, instance: pathname, headers: reply });
  }
  record({ method: request.method, context, status: response.status, failure });
  return response;
};
