import type { RequestContext } from "@/lib/api/door/request-context";
import type { Spec } from "@/lib/api/spec";
import { AppError } from "@/lib/core/errors";
import type { Identity } from "@/lib/infra/auth/identify";
import { type Policy, rateLimitHeaders, takeToken } from "@/lib/infra/limits/take-token";

const READ: Policy = { name: "read", perSecond: 100, burst: 400 };
const WRITE: Policy = { name: "write", perSecond: 50, burst: 200 };
const PUBLIC_READ: Policy = { name: "public-read", perSecond: 20, burst: 100 };
const PUBLIC_WRITE: Policy = { name: "public-write", perSecond: 1, burst: 20 };

type Options = {
  spec: Pick<Spec, "limit" | "access">;
  method: string;
  context: RequestContext;
  identity: Identity | null;
};

const policyOf = ({ spec, method, context, identity }: Options): Policy => {
  if (spec.limit) {
    const name = `${method}${context.route}`.replace(/[^A-Za-z0-9]+/g, "-").toLowerCase();
    return { name: name.replace(/-$/, ""), ...spec.limit };
  }
  const isRead = method === "GET" || method === "HEAD";
  if (!identity) return isRead ? PUBLIC_READ : PUBLIC_WRITE;
  return isRead ? READ : WRITE;
};

const keyOf = (identity: Identity | null, ip: string) => {
  if (!identity) return `ip:${ip}`;
  return identity.via === "key" ? `key:${identity.caller.keyId}` : `user:${identity.user.id}`;
};

/**
 * Takes a token for the caller (or its address on public routes) and writes the RateLimit headers to `reply`. Throws
 * rate_limited with the seconds to wait. If the limiter itself is away, signed-in callers and reads pass; changes by
 * unknown callers, sign-in above all, are refused as unavailable.
 */
export const limitCaller = async (options: Options, reply: Headers): Promise<void> => {
  const { method, context, identity } = options;
  const policy = policyOf(options);
  const decision = await takeToken(policy, keyOf(identity, context.ip)).catch((cause: unknown) => {
    if (identity || method === "GET" || method === "HEAD") return undefined;
    throw new AppError("unavailable", "We cannot take this right now; try again shortly.", {
      cause,
      retryAfterS: 5,
    });
  });
  if (!decision) return;
  for (const [name, value] of rateLimitHeaders(policy, decision)) reply.set(name, value);
  if (decision.allowed) return;
  const { retryAfterS } = decision;
  throw new AppError("rate_limited", `Too many requests; wait ${retryAfterS} s.`, { retryAfterS });
};
