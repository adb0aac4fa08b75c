import { createHmac, timingSafeEqual } from "node:crypto";
import { env } from "@/lib/core/env";
import { MAIL_CATEGORIES, type MailCategory } from "@/lib/core/mail-category";

/** Whom a link in a mail speaks for, and about which kind of mail. */
export type Recipient = { tenantId: string; contactId: string; category: MailCategory };

const UUID_BYTES = 16;
const BODY_BYTES = 2 * UUID_BYTES + 1;
const SIGNATURE_BYTES = 32;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const sign = (body: Buffer): Buffer =>
  createHmac("sha256", Buffer.from(env().STEWARD_SECRET, "base64"))
    .update("unsubscribe\0")
    .update(body)
    .digest();

const bytesOf = (id: string): Buffer => {
  if (!UUID.test(id)) throw new TypeError("An unsubscribe link is made of UUIDs.");
  return Buffer.from(id.replaceAll("-", ""), "hex");
};

const idOf = (bytes: Buffer): string =>
  bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");

/**
 * The secret of an unsubscribe link, base64url: tenant, contact, category and our signature over them. The same recipient
 * has the same token for ever, so a mail rendered again is the same bytes.
 */
export const unsubscribeToken = ({ tenantId, contactId, category }: Recipient): string => {
  const place = Buffer.of(MAIL_CATEGORIES.indexOf(category));
  const body = Buffer.concat([bytesOf(tenantId), bytesOf(contactId), place]);
  return Buffer.concat([body, sign(body)]).toString("base64url");
};

/** Whose token it is; undefined for anything we did not sign, compared in constant time. */
export const readUnsubscribeToken = (token: string): Recipient | undefined => {
  if (token.length > 200) return undefined;
  const bytes = Buffer.from(token, "base64url");
  if (bytes.length !== BODY_BYTES + SIGNATURE_BYTES) return undefined;
  const body = bytes.subarray(0, BODY_BYTES);
  if (!timingSafeEqual(bytes.subarray(BODY_BYTES), sign(body))) return undefined;
  // Base64 has several spellings of the same bytes; only ours is the token.
  if (bytes.toString("base64url") !== token) return undefined;
  const category = MAIL_CATEGORIES[body.at(-1) ?? -1];
  if (!category) return undefined;
  return {
    tenantId: idOf(body.subarray(0, UUID_BYTES)),
    contactId: idOf(body.subarray(UUID_BYTES, 2 * UUID_BYTES)),
    category,
  };
};

/**
 * What a mail of a category carries: links for its foot, and the headers of RFC 8058. Mail clients post to the one address
 * of the header without a body to speak of; people who open it see a page and nothing happens before they press a button.
 */
export const unsubscribeLinks = (
  recipient: Recipient,
): { unsubscribeUrl: string; preferencesUrl: string; headers: Record<string, string> } => {
  const token = unsubscribeToken(recipient);
  const { APP_URL } = env();
  return {
    unsubscribeUrl: `${APP_URL}/unsubscribe/${token}`,
    preferencesUrl: `${APP_URL}/preferences/${token}`,
    headers: {
      "List-Unsubscribe": `<${APP_URL}/api/unsubscribe/${token}>`,
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    },
  };
};
