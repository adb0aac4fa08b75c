import { randomBytes, randomFillSync } from "node:crypto";

/** Asking the system for randomness costs the same for a few bytes as for a few thousand. */
const store = Buffer.alloc(4096);
let used = store.length;

/** Random bytes that are handed out once, as a copy. */
const take = (bytes: number): Buffer => {
  if (used + bytes > store.length) {
    randomFillSync(store);
    used = 0;
  }
  const taken = Buffer.from(store.subarray(used, used + bytes));
  store.fill(0, used, used + bytes);
  used += bytes;
  return taken;
};

/**
 * A UUID version 7 (RFC 9562 §5.7): 48 bits of Unix milliseconds, then 74 random bits.
 * Time-series tables are range-partitioned on such ids, so an id alone finds its partition.
 */
export const uuidv7 = (nowMs = Date.now()): string => {
  const bytes = take(16);
  bytes.writeUIntBE(nowMs, 0, 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/** `bytes` random bytes in Crockford base 32, for tokens people may have to read. */
export const randomToken = (bytes = 20): string => {
  let bits = 0;
  let value = 0;
  let text = "";
  for (const byte of randomBytes(bytes)) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET[(value >>> bits) & 31];
    }
    value &= (1 << bits) - 1;
  }
  return bits > 0 ? text + ALPHABET[(value << (5 - bits)) & 31] : text;
};
