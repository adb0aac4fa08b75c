import { createHash } from "node:crypto";

/** A strong validator of a body (RFC 9110 §8.8.3). */
export const etagOf = (body: string): string =>
  `"${createHash("sha256").update(body).digest("base64url").slice(0, 27)}"`;

/** Whether `If-None-Match` holds the validator, so that the answer is 304. Comparison is weak, as that header wants. */
export const matches = (header: string | null, etag: string): boolean => {
  if (header === null) return false;
  if (header.trim() === "*") return true;
  return header.split(",").some((candidate) => candidate.trim().replace(/^W\//, "") === etag);
};
