import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { env } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";

/** What a sealed text belongs to; opening it for anything else fails. */
export type Binding = { tenantId: string; purpose: string; id: string };

const derive = (secret: string, info: string, bytes: number) =>
  Buffer.from(hkdfSync("sha256", secret, "steward vault", info, bytes));

type Key = { id: string; bytes: Buffer };

let cached: { secret: string; key: Key } | undefined;

const keyOf = (secret: string): Key => {
  if (cached?.secret !== secret) {
    const id = derive(secret, "key id", 6).toString("base64url");
    cached = { secret, key: { id, bytes: derive(secret, "key encryption", 32) } };
  }
  return cached.key;
};

/** Length-prefixed, so that no two bindings share their bytes. */
const associated = (keyId: string, { tenantId, purpose, id }: Binding, layer: string) =>
  Buffer.from(
    [keyId, tenantId, purpose, id, layer].map((part) => `${part.length}:${part}`).join(""),
  );

const encrypt = (key: Buffer, plain: Buffer, aad: Buffer): string => {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, iv, { authTagLength: 16 }).setAAD(aad);
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]).toString("base64url");
};

const decrypt = (key: Buffer, text: string, aad: Buffer): Buffer => {
  const bytes = Buffer.from(text, "base64url");
  // Base64 has several spellings of the same bytes; one that we did not write is tampering too.
  if (bytes.length < 28 || bytes.toString("base64url") !== text)
    throw new Error("not a sealed text");
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12), {
    authTagLength: 16,
  });
  decipher.setAAD(aad).setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]);
};

/**
 * Seals a secret for one place: `v1.<key id>.<wrapped data key>.<ciphertext>`, AES-256-GCM twice (a fresh data key, wrapped
 * by a key derived from STEWARD_SECRET), both layers bound to `binding`.
 */
export const seal = (plain: string, binding: Binding, secret = env().STEWARD_SECRET): string => {
  const key = keyOf(secret);
  const data = randomBytes(32);
  const wrapped = encrypt(key.bytes, data, associated(key.id, binding, "key"));
  const body = encrypt(data, Buffer.from(plain), associated(key.id, binding, "data"));
  return `v1.${key.id}.${wrapped}.${body}`;
};

/** The secret inside a sealed text. Throws internal when it was altered, moved, or sealed under another key. */
export const unseal = (sealed: string, binding: Binding, secret = env().STEWARD_SECRET): string => {
  const key = keyOf(secret);
  const [version, keyId, wrapped = "", body = "", ...rest] = sealed.split(".");
  try {
    if (version !== "v1" || keyId !== key.id || rest.length > 0) throw new Error("another key");
    const data = decrypt(key.bytes, wrapped, associated(key.id, binding, "key"));
    return decrypt(data, body, associated(key.id, binding, "data")).toString();
  } catch (cause) {
    throw new AppError("internal", "A stored secret cannot be opened.", { cause });
  }
};
