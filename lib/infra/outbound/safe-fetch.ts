import type { Readable } from "node:stream";
import { Agent, type buildConnector, request } from "undici";
import { env } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";
import { checkUrl, type OutboundRules, parseAllow } from "@/lib/infra/outbound/check-url";
import { guardedConnector, type Resolve } from "@/lib/infra/outbound/connector";
import { networkError } from "@/lib/infra/outbound/network-error";
import { readAnswer } from "@/lib/infra/outbound/read-body";
import { hopHeaders, requestHeaders } from "@/lib/infra/outbound/request-headers";

export type SafeRequest = {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** Budget of the whole exchange with all redirects, milliseconds. Default 30,000. */
  timeoutMs?: number;
  /** Bound of the body after decompression. Default 10 MiB. */
  maxBytes?: number;
  /** Redirects followed, 0 to 3; each destination is checked like the first. Default 3. */
  redirects?: number;
  signal?: AbortSignal;
};

/** An answer with any status; `headers` are lower case, repeated ones joined by ", "; `url` is where it came from. */
export type SafeResponse = {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
  url: string;
};

type Hop = {
  url: URL;
  method: string;
  headers: Record<string, string>;
  body?: string | Uint8Array | undefined;
};

type Options = {
  rules: OutboundRules;
  resolve?: Resolve;
  dial?: buildConnector.connector;
  connectTimeoutMs?: number;
};

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

const flatten = (headers: Record<string, string | string[] | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value].flat().join(", ")]),
  );

/** The request that follows a redirect (RFC 9110 §15.4): 303, and a POST answered 301 or 302, becomes GET without body. */
const nextHop = (hop: Hop, status: number, url: URL): Hop => {
  const keepsBody = status >= 307 || (status !== 303 && hop.method !== "POST");
  const method = keepsBody || hop.method === "HEAD" ? hop.method : "GET";
  const headers = hopHeaders(hop.headers, { sameOrigin: url.origin === hop.url.origin, keepsBody });
  return { url, method, headers, body: keepsBody ? hop.body : undefined };
};

const firstHop = (url: URL, { method = "GET", headers = {}, body }: SafeRequest): Hop => {
  const upper = method.toUpperCase();
  if (!METHODS.has(upper))
    throw new AppError("invalid_input", `The method ${method.slice(0, 20)} is not offered.`);
  return { url, method: upper, headers: requestHeaders(headers), body };
};

const discard = (stream: Readable) => {
  stream.on("error", () => {});
  stream.destroy();
};

/** A signal for the time an exchange may take and the caller's own. Released, it leaves no timer behind, as most end early. */
const budget = ({ timeoutMs = 30_000, signal: outer }: SafeRequest) => {
  const both = new AbortController();
  const stop = () => both.abort(outer?.reason);
  const late = setTimeout(
    () => both.abort(new DOMException("The time is over.", "TimeoutError")),
    timeoutMs,
  );
  late.unref();
  if (outer?.aborted) stop();
  outer?.addEventListener("abort", stop, { once: true });
  const release = () => {
    clearTimeout(late);
    outer?.removeEventListener("abort", stop);
  };
  return { signal: both.signal, release };
};

/** A fetch bound by `rules`; every request of a tenant to a URL of its choice goes through one. */
export const createSafeFetch = ({ rules, resolve, dial, connectTimeoutMs = 5000 }: Options) => {
  const connect = guardedConnector({ rules, timeoutMs: connectTimeoutMs, resolve, dial });
  const dispatcher = new Agent({ connect, keepAliveTimeout: 10_000, maxHeaderSize: 32_768 });

  const exchange = async (hop: Hop, signal: AbortSignal, timeoutMs: number) => {
    const { url, method, headers, body } = hop;
    const limits = { headersTimeout: timeoutMs, bodyTimeout: timeoutMs };
    return request(url, { dispatcher, method, headers, body: body ?? null, signal, ...limits });
  };

  const follow = async (
    first: Hop,
    given: SafeRequest,
    signal: AbortSignal,
  ): Promise<SafeResponse> => {
    const { timeoutMs = 30_000, maxBytes = 10 * 1024 * 1024, redirects = 3 } = given;
    let hop = first;
    for (let left = Math.min(redirects, 3); ; left--) {
      const answer = await exchange(hop, signal, timeoutMs);
      const headers = flatten(answer.headers);
      const { location } = headers;
      if (!REDIRECTS.has(answer.statusCode) || location === undefined || redirects === 0) {
        const { "content-encoding": encoding = "", "content-length": length = "" } = headers;
        const limits = {
          encoding: hop.method === "HEAD" ? "" : encoding,
          length: hop.method === "HEAD" ? "" : length,
          maxBytes,
        };
        const body = await readAnswer(answer.body, limits);
        return { status: answer.statusCode, headers, body, url: hop.url.href };
      }
      discard(answer.body);
      if (left === 0)
        throw new AppError(
          "unavailable",
          `${first.url.host} redirects more than ${redirects} times.`,
        );
      const target = URL.parse(location, hop.url);
      if (!target)
        throw new AppError("unavailable", `${hop.url.host} redirects to something that is no URL.`);
      hop = nextHop(hop, answer.statusCode, checkUrl(target.href, rules));
    }
  };

  /** Throws AppError only: invalid_input, forbidden (inside our walls), timeout, too_large, unavailable. */
  return async (url: string, given: SafeRequest = {}): Promise<SafeResponse> => {
    const first = firstHop(checkUrl(url, rules), given);
    const { signal, release } = budget(given);
    try {
      return await follow(first, given, signal);
    } catch (error) {
      throw networkError(signal.aborted ? signal.reason : error, first.url.host);
    } finally {
      release();
    }
  };
};

const hostOf = (url: string | undefined) => (url && URL.parse(url)?.hostname) || undefined;

const rulesFromEnv = (): OutboundRules => {
  const {
    STEWARD_OUTBOUND_ALLOW,
    APP_URL,
    SUPABASE_URL,
    DATABASE_URL,
    INNGEST_BASE_URL,
    RESEND_BASE_URL,
  } = env();
  const own = [APP_URL, SUPABASE_URL, DATABASE_URL, INNGEST_BASE_URL, RESEND_BASE_URL].map(hostOf);
  return {
    allow: parseAllow(STEWARD_OUTBOUND_ALLOW),
    own: new Set(own.filter((host) => host !== undefined)),
    ports: new Set([443, 8443]),
  };
};

let current: { allow: string; fetch: ReturnType<typeof createSafeFetch> } | undefined;

/** `createSafeFetch` with the rules of this installation (`STEWARD_OUTBOUND_ALLOW` and our own hosts). */
export const safeFetch = (url: string, given: SafeRequest = {}): Promise<SafeResponse> => {
  const { STEWARD_OUTBOUND_ALLOW: allow } = env();
  if (current?.allow !== allow)
    current = { allow, fetch: createSafeFetch({ rules: rulesFromEnv() }) };
  return current.fetch(url, given);
};
