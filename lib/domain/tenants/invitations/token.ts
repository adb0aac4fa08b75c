import { createHash, createHmac } from "node:crypto";
import { env } from "@/lib/core/env";

/** Seven days, in milliseconds. */
export const INVITATION_LIFE_MS = 7 * 24 * 3_600_000;

type Sealed = { id: string; expiresAt: Date };

/**
 * The secret of an invitation's link, 256 bits as base64url. It follows from our key, the id and the expiry, so the mail
 * can be written later without storing it, and sending again with a new expiry kills the old link.
 */
export const invitationToken = ({ id, expiresAt }: Sealed): string =>
  createHmac("sha256", Buffer.from(env().STEWARD_SECRET, "base64"))
    .update(`invitation\0${id}\0${expiresAt.getTime()}`)
    .digest("base64url");

/** What the table keeps of a token. */
export const tokenHash = (token: string): Buffer => createHash("sha256").update(token).digest();
