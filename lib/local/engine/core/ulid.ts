import { randomBytes } from "node:crypto";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

const timePart = (ms: number): string => {
  let text = "";
  let rest = ms;
  for (let i = 0; i < 10; i++) {
    text = ALPHABET[rest % 32] + text;
    rest = Math.floor(rest / 32);
  }
  return text;
};

const entropyPart = (bytes: Uint8Array): string => {
  let text = "";
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET[(value >>> bits) & 31];
      value &= (1 << bits) - 1;
    }
  }
  return text;
};

let pool = Buffer.alloc(0);
const entropy = (): Uint8Array => {
  if (pool.length < 10) pool = randomBytes(5120);
  const bytes = pool.subarray(0, 10);
  pool = pool.subarray(10);
  return bytes;
};

/** A ULID: 48 bits of Unix milliseconds and 80 random bits, 26 characters that sort by time. */
export const ulid = (ms: number): string => timePart(ms) + entropyPart(entropy());

/** What all ULIDs made at an instant or later are not below. */
export const firstUlid = (ms: number): string => timePart(ms);

/** The instant inside a ULID, in Unix milliseconds. */
export const ulidMs = (id: string): number =>
  [...id.slice(0, 10)].reduce((ms, char) => ms * 32 + ALPHABET.indexOf(char), 0);

/**
 * The ids of a request's events, the same whenever the same seed comes again.
 * @param seed `<milliseconds>,<base64 of 10 bytes>`; null when it is not that
 */
export const seededIds = (seed: string | undefined, count: number): string[] | null => {
  const [ms = "", base64 = ""] = seed?.split(",") ?? [];
  const bytes = Buffer.from(base64, "base64");
  if (!/^\d{10,15}$/.test(ms) || bytes.length !== 10) return null;
  return Array.from({ length: count }, (_, i) => {
    const own = Buffer.from(bytes);
    own.writeUInt32BE((own.readUInt32BE(6) + i) >>> 0, 6);
    return timePart(Number(ms)) + entropyPart(own);
  });
};
