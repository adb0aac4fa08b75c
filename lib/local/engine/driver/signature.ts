import { createHash, createHmac, timingSafeEqual } from "node:crypto";

const PREFIX = /^signkey-\w+-/;

/** The value of `x-inngest-signature` for a body in canonical form. */
export const sign = (canonicalBody: string, signingKey: string, nowMs: number): string => {
  const seconds = Math.floor(nowMs / 1000);
  const hmac = createHmac("sha256", signingKey.replace(PREFIX, ""));
  return `t=${seconds}&s=${hmac.update(canonicalBody).update(String(seconds)).digest("hex")}`;
};

/** The form of a signing key that clients send as bearer token: its prefix and the SHA-256 of its bytes. */
export const hashKey = (signingKey: string): string => {
  const prefix = PREFIX.exec(signingKey)?.[0] ?? "";
  const bytes = Buffer.from(signingKey.replace(PREFIX, ""), "hex");
  return prefix + createHash("sha256").update(bytes).digest("hex");
};

/** Compares two secrets in a time that tells nothing about them. */
export const sameSecret = (a: string, b: string): boolean => {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
};
