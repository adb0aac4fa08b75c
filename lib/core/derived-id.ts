import { createHash } from "node:crypto";

/**
 * A UUID version 7 that `base` (one itself) and `salt` always give: base's time, then bits of a hash. Rows made from the
 * same cause have the same key, however often the cause is worked on.
 */
export const derivedId = (base: string, salt: string): string => {
  const hex = createHash("sha256").update(`${base}/${salt}`).digest("hex");
  const variant = ((Number.parseInt(hex.slice(3, 4), 16) & 3) | 8).toString(16);
  return `${base.slice(0, 13)}-7${hex.slice(0, 3)}-${variant}${hex.slice(4, 7)}-${hex.slice(8, 20)}`;
};
