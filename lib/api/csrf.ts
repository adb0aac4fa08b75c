import { env } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/** What an HTML form of another site can send without asking first. */
const SIMPLE = /^(text\/plain|multipart\/form-data|application\/x-www-form-urlencoded)\b/i;

const refuse = (message: string) => new AppError("forbidden", message);

const isOurs = (origin: string, host: string | null) => {
  if (!URL.canParse(origin)) return false;
  return origin === new URL(env().APP_URL).origin || new URL(origin).host === host;
};

/**
 * Keeps other sites from using a browser's session: a request that changes something must come from a page of ours.
 * `proof` is "required" when the caller was known by a cookie; "if-present" lets programs without an Origin through
 * to public routes, and "none" is for bearer tokens, which no browser adds by itself. Throws forbidden.
 */
export const guardOrigin = (
  { method, headers }: Request,
  proof: "required" | "if-present" | "none",
): void => {
  if (proof === "none" || SAFE.has(method)) return;
  const origin = headers.get("origin");
  const site = headers.get("sec-fetch-site");
  if (origin === null && site === null) {
    if (proof === "required") throw refuse("A request with a session needs an Origin header.");
    return;
  }
  if (site !== null && site !== "same-origin") throw refuse("The request comes from another site.");
  if (origin !== null && !isOurs(origin, headers.get("host")))
    throw refuse("The request comes from another site.");
  if (SIMPLE.test(headers.get("content-type") ?? "")) throw refuse("Send JSON.");
};
