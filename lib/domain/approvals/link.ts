import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { env } from "@/lib/core/env";

/** Which approver of which approval a mailed link speaks for. */
export type LinkHolder = { tenantId: string; approvalId: string; approverId: string };

const UUID_BYTES = 16;

const sign = (body: Buffer): Buffer =>
  createHmac("sha256", Buffer.from(env().STEWARD_SECRET, "base64"))
    .update("approval\0")
    .update(body)
    .digest();

const bytesOf = (id: string) => Buffer.from(id.replaceAll("-", ""), "hex");

const idOf = (bytes: Buffer) =>
  bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");

/** The secret of a link, base64url: three ids and our signature over them. It is good for nothing but this approval. */
export const linkToken = ({ tenantId, approvalId, approverId }: LinkHolder): string => {
  const body = Buffer.concat([tenantId, approvalId, approverId].map(bytesOf));
  return Buffer.concat([body, sign(body)]).toString("base64url");
};

/** What the table keeps of a token. */
export const tokenHash = (token: string): Buffer => createHash("sha256").update(token).digest();

/** Whose link it is; undefined for anything we did not sign. */
export const readToken = (token: string): LinkHolder | undefined => {
  const bytes = Buffer.from(token, "base64url");
  const body = bytes.subarray(0, 3 * UUID_BYTES);
  const signature = bytes.subarray(3 * UUID_BYTES);
  const expected = sign(body);
  if (signature.length !== expected.length || !timingSafeEqual(signature, expected))
    return undefined;
  // Base64 has several spellings of the same bytes; only ours is the token.
  if (bytes.toString("base64url") !== token) return undefined;
  const [tenantId = "", approvalId = "", approverId = ""] = [0, 1, 2].map((n) =>
    idOf(body.subarray(n * UUID_BYTES, (n + 1) * UUID_BYTES)),
  );
  return { tenantId, approvalId, approverId };
};
