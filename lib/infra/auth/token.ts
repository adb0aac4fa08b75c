import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from "jose";
import { z } from "zod";
import { env } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";

/** A signed-in person. */
export type Person = { id: string; email: string };

const Claims = z.object({
  sub: z.uuid(),
  email: z.string().min(3),
  role: z.literal("authenticated"),
});

/** Asymmetric algorithms only: a public key must never be taken for an HMAC secret. */
const algorithms = ["ES256", "RS256", "EdDSA"];

let keys: { url: string; find: ReturnType<typeof createRemoteJWKSet> } | undefined;

const keySet = () => {
  const url = `${env().SUPABASE_URL}/auth/v1/.well-known/jwks.json`;
  if (keys?.url !== url) {
    const find = createRemoteJWKSet(new URL(url), { timeoutDuration: 3000, cacheMaxAge: 600_000 });
    keys = { url, find };
  }
  return keys.find;
};

const isAway = (error: unknown) =>
  error instanceof errors.JWKSTimeout ||
  error instanceof errors.JWKSInvalid ||
  !(error instanceof errors.JOSEError) ||
  error.code === "ERR_JOSE_GENERIC";

const verify = async (token: string): Promise<JWTPayload | "expired" | null> => {
  try {
    const options = { algorithms, audience: "authenticated", clockTolerance: 5 };
    const { payload } = await jwtVerify(token, keySet(), { ...options, requiredClaims: ["exp"] });
    return payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) return "expired";
    if (!isAway(error)) return null;
    throw new AppError("unavailable", "Sign-in is away; try again shortly.", {
      cause: error,
      retryAfterS: 5,
    });
  }
};

/**
 * The person behind a Supabase access token, checked here against the project's published keys (cached for ten
 * minutes). "expired" for a token that was good once, null for anything else; unavailable when the keys are out of reach.
 */
export const verifyToken = async (token: string): Promise<Person | "expired" | null> => {
  const payload = await verify(token);
  if (payload === "expired" || payload === null) return payload;
  const claims = Claims.safeParse(payload);
  return claims.success ? { id: claims.data.sub, email: claims.data.email } : null;
};
