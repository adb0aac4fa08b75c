import { AppError } from "@/lib/core/errors";

/** Headers the connection owns; whoever could set them could smuggle a second request or another host. */
const OURS =
  /^(host|connection|keep-alive|content-length|transfer-encoding|upgrade|expect|te|trailer|proxy-.*)$/;
const NAME = /^[a-z0-9!#$%&'*+.^_`|~-]{1,128}$/;
/** Characters a header value may hold (RFC 9110 §5.5). */
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

const CREDENTIALS = new Set([
  "authorization",
  "cookie",
  "x-api-key",
  "api-key",
  "x-shopify-access-token",
]);

/** The caller's headers in lower case. Throws invalid_input for a name or value that HTTP or this house does not allow. */
export const requestHeaders = (given: Record<string, string>): Record<string, string> => {
  const headers: Record<string, string> = {
    "user-agent": "Steward",
    "accept-encoding": "gzip, br",
  };
  for (const [key, value] of Object.entries(given)) {
    const name = key.toLowerCase();
    if (!NAME.test(name))
      throw new AppError("invalid_input", `"${key.slice(0, 60)}" is not a header name.`);
    if (OURS.test(name))
      throw new AppError("invalid_input", `The header ${name} is set by Steward.`);
    if (value.length > 8192 || !VALUE.test(value))
      throw new AppError(
        "invalid_input",
        `The header ${name} holds a character that headers cannot carry.`,
      );
    headers[name] = value;
  }
  return headers;
};

const TALKS_OF_BODY = /^content-/;

/** The headers for the next hop: credentials stay with their origin, and a dropped body takes its headers with it. */
export const hopHeaders = (
  headers: Record<string, string>,
  { sameOrigin, keepsBody }: { sameOrigin: boolean; keepsBody: boolean },
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).filter(
      ([name]) =>
        (sameOrigin || !(CREDENTIALS.has(name) || /(token|secret|signature|auth)/.test(name))) &&
        (keepsBody || !TALKS_OF_BODY.test(name)),
    ),
  );
