import { errors, importJWK, type JWK, type JWTPayload, jwtVerify, SignJWT } from "jose";

export type SigningJwk = JWK & { kid: string };

/** Why a token is refused: it is past its time, or it was not signed by us. */
export class TokenError extends Error {
  readonly reason: "expired" | "invalid";

  constructor(reason: "expired" | "invalid", message: string) {
    super(message);
    this.reason = reason;
  }
}

const CACHED_MAX = 2_000;

type Options = { signingJwk: SigningJwk; jwtSecret: string; issuer: () => string };

/**
 * Tokens are ES256 outside, as on new hosted projects, so that apps verify them by JWKS without a request;
 * inside they are lite's HS256. Both carry the same claims and expiry.
 */
export const createTokens = async ({ signingJwk, jwtSecret, issuer }: Options) => {
  const { d: _private, ...publicJwk } = signingJwk;
  const privateKey = await importJWK(signingJwk, "ES256");
  const publicKey = await importJWK(publicJwk, "ES256");
  const secret = new TextEncoder().encode(jwtSecret);
  const known = new Map<string, { inner: string; exp: number }>();

  const verify = async (token: string): Promise<JWTPayload> => {
    try {
      const options = {
        algorithms: ["ES256"],
        audience: "authenticated",
        requiredClaims: ["exp", "sub"],
      };
      return (await jwtVerify(token, publicKey, options)).payload;
    } catch (error) {
      const reason = error instanceof errors.JWTExpired ? "expired" : "invalid";
      throw new TokenError(reason, error instanceof Error ? error.message : String(error));
    }
  };

  return {
    jwks: { keys: [{ ...publicJwk, alg: "ES256", use: "sig", key_ops: ["verify"], ext: true }] },

    /** An outside token as lite understands it; throws TokenError. */
    async inward(token: string): Promise<string> {
      const cached = known.get(token);
      if (cached && cached.exp > Date.now() / 1000) return cached.inner;
      const claims = await verify(token);
      const inner = await new SignJWT(claims)
        .setProtectedHeader({ alg: "HS256", typ: "JWT" })
        .sign(secret);
      const oldest = known.keys().next().value;
      if (known.size >= CACHED_MAX && oldest) known.delete(oldest);
      known.set(token, { inner, exp: claims.exp ?? 0 });
      return inner;
    },

    /** A token of lite's for the outside, with the claims hosted Supabase adds. */
    async outward(inner: string, extra: Record<string, unknown>): Promise<string> {
      const { payload } = await jwtVerify(inner, secret, { algorithms: ["HS256"] });
      return new SignJWT({ iss: issuer(), ...payload, ...extra })
        .setProtectedHeader({ alg: "ES256", typ: "JWT", kid: signingJwk.kid })
        .sign(privateKey);
    },
  };
};

export type Tokens = Awaited<ReturnType<typeof createTokens>>;
