import { createHmac, timingSafeEqual } from "node:crypto";
import type { Delivery, Verdict } from "@/lib/integrations/webhook-scheme";

/** More signatures than this are not compared; senders in a rotation send two. */
const COMPARED_MAX = 8;
const HEADER_MAX = 4096;

type Encoding = "hex" | "base64";
type Signed = Pick<Delivery, "headers" | "secrets">;

/** The refusal every scheme begins with: a header beyond 4 KiB, or no secret to compare with. */
export const refusal = (
  { headers, secrets }: Signed,
  names: readonly string[],
): Verdict | undefined => {
  if (names.some((name) => (headers.get(name)?.length ?? 0) > HEADER_MAX))
    return { ok: false, reason: "header_too_large" };
  if (secrets.length === 0) return { ok: false, reason: "no_secret" };
  return undefined;
};

/** HMAC-SHA-256 of the parts one after another, over bytes. */
export const sign = (key: string | Buffer, ...parts: (string | Buffer)[]): Buffer => {
  const hmac = createHmac("sha256", key);
  for (const part of parts) hmac.update(part);
  return hmac.digest();
};

/** Base64 and hex have several spellings of the same bytes; only the canonical one counts. */
const decode = (text: string, encoding: Encoding): Buffer | undefined => {
  const bytes = Buffer.from(text, encoding);
  return bytes.length === 32 && bytes.toString(encoding) === text ? bytes : undefined;
};

/** Whether any offered signature equals any expected one; compares at most eight, each in constant time. */
export const anyMatch = (
  expected: Buffer[],
  offered: readonly string[],
  encoding: Encoding,
): Verdict => {
  let found = false;
  for (const text of offered.slice(0, COMPARED_MAX)) {
    const bytes = decode(text, encoding);
    if (bytes) for (const one of expected) found = timingSafeEqual(one, bytes) || found;
  }
  return found ? { ok: true } : { ok: false, reason: "mismatch" };
};

/** Whether a timestamp in whole Unix seconds is within the tolerance; exactly on the edge is. */
export const isFresh = (
  text: string,
  { nowMs, toleranceS }: Pick<Delivery, "nowMs" | "toleranceS">,
) =>
  /^[1-9]\d{0,11}$/.test(text) && Math.abs(Math.floor(nowMs / 1000) - Number(text)) <= toleranceS;

/** The first of these headers that is there, as a delivery key: visible ASCII, at most 255 characters. */
export const keyFrom = (headers: Headers, names: readonly string[]): { deliveryKey?: string } => {
  for (const name of names) {
    const value = headers.get(name)?.trim();
    if (value && /^[\x21-\x7e]{1,255}$/.test(value)) return { deliveryKey: value };
  }
  return {};
};

/** A topic of at most 200 visible characters, or none. */
export const topicFrom = (value: unknown): { topic?: string } =>
  typeof value === "string" && /^[\x21-\x7e]{1,200}$/.test(value) ? { topic: value } : {};
