import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { API_KEY_PREFIX, findApiKey } from "@/lib/infra/auth/api-key";
import { chooseTenant } from "@/lib/infra/auth/choose-tenant";
import { readSession } from "@/lib/infra/auth/session";
import type { CookieJar } from "@/lib/infra/auth/supabase";
import { type Person, verifyToken } from "@/lib/infra/auth/token";

type Origin = Pick<Caller, "requestId" | "traceparent" | "ip" | "userAgent">;

/** Who sent a request, and how that was proven. `caller` is null for a person who belongs to no tenant. */
export type Identity =
  | { via: "key"; user: null; caller: Caller & { kind: "key" } }
  | { via: "cookie" | "bearer"; user: Person; caller: (Caller & { kind: "user" }) | null };

type Options = { headers: Headers; jar: CookieJar; origin: Origin };

const unauthenticated = (message: string) => new AppError("unauthenticated", message);

const noTenant = () => new AppError("not_found", "There is no such tenant for you.");

const bearerOf = (headers: Headers): string | undefined => {
  const value = headers.get("authorization");
  if (value === null) return undefined;
  const token = /^Bearer +([\x21-\x7e]{1,8192})$/i.exec(value)?.[1];
  if (!token) throw unauthenticated("Send a token as Authorization: Bearer <token>.");
  return token;
};

const asKey = async (token: string, wanted: string | undefined, origin: Origin) => {
  const key = await findApiKey(token);
  if (!key) throw unauthenticated("The API key is unknown, revoked or expired.");
  const { keyId, tenantId, tenantSlug, scopes } = key;
  if (wanted && wanted !== tenantSlug && wanted.toLowerCase() !== tenantId) throw noTenant();
  return {
    via: "key",
    user: null,
    caller: { ...origin, kind: "key", keyId, tenantId, scopes },
  } as const;
};

const asPerson = async (user: Person, wanted: string | undefined, origin: Origin) => {
  const choice = await chooseTenant(user.id, wanted);
  if (!choice && wanted) throw noTenant();
  const caller = choice && ({ ...origin, kind: "user", userId: user.id, ...choice } as const);
  return { user, caller: caller ?? null };
};

/**
 * Who sent a request: an API key, a Supabase access token, or the session in the cookies; in this order, and a token
 * that does not hold is not papered over by a cookie. `X-Tenant` (id or slug) picks the tenant. The role is read from
 * the database each time. Null without credentials; throws unauthenticated, or not_found for a tenant that is not theirs.
 */
export const identify = async ({ headers, jar, origin }: Options): Promise<Identity | null> => {
  const wanted = headers.get("x-tenant")?.trim() || undefined;
  const token = bearerOf(headers);
  if (token?.startsWith(API_KEY_PREFIX)) return asKey(token, wanted, origin);
  if (token) {
    const user = await verifyToken(token);
    if (user === "expired") throw unauthenticated("The access token has expired.");
    if (!user) throw unauthenticated("The access token is not valid.");
    return { via: "bearer", ...(await asPerson(user, wanted, origin)) };
  }
  const user = await readSession(jar);
  return user && { via: "cookie", ...(await asPerson(user, wanted, origin)) };
};
