import type { IncomingMessage, ServerResponse } from "node:http";
import { ERRORS } from "../../core/errors.ts";

const codeFor = ({ method, url = "/" }: IncomingMessage) => {
  if (method === "TRACE") return "method_not_allowed";
  if (!/^(\/|https?:\/\/)/i.test(url)) return "malformed";
  try {
    decodeURIComponent(url.split("?", 1)[0] ?? "");
    return undefined;
  } catch {
    return "malformed";
  }
};

/**
 * Answers what Next's server fails on with a 500 and a platform's edge refuses before it: TRACE, a target that is no path,
 * and a path that is no text. True when it has answered.
 */
export const refuse = (request: IncomingMessage, response: ServerResponse): boolean => {
  const code = codeFor(request);
  if (!code) return false;
  const { status, title } = ERRORS[code];
  response.writeHead(status, {
    "content-type": "application/problem+json",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...(status === 405 && { allow: "GET, HEAD, POST, PATCH, PUT, DELETE, OPTIONS" }),
  });
  response.end(JSON.stringify({ type: `/docs/api#error-${code}`, title, status, code }));
  return true;
};
