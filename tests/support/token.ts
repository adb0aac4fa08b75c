import { importJWK, SignJWT } from "jose";
import { inject } from "vitest";

type Person = { id: string; email: string };

type Options = { expiresInS?: number; claims?: Record<string, unknown> };

/** An access token as Supabase Auth issues it, signed by the key whose public half `vendors` publishes. */
export const accessToken = async (
  { id, email }: Person,
  { expiresInS = 3600, claims = {} }: Options = {},
): Promise<string> => {
  const jwk = inject("signingJwk");
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ email, role: "authenticated", aal: "aal1", ...claims })
    .setProtectedHeader({ alg: "ES256", kid: "test", typ: "JWT" })
    .setSubject(id)
    .setAudience("authenticated")
    .setIssuer("http://supabase.test/auth/v1")
    .setIssuedAt(now)
    .setExpirationTime(now + expiresInS)
    .sign(await importJWK(jwk, "ES256"));
};

/** The cookie header of a browser that holds this session. */
export const sessionCookieOf = (token: string, refreshToken = "refresh"): string => {
  const session = { access_token: token, refresh_token: refreshToken, token_type: "bearer" };
  return `steward=base64-${Buffer.from(JSON.stringify(session)).toString("base64url")}`;
};
