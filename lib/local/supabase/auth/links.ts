import { createHash, randomInt } from "node:crypto";
import { OTP_LENGTH } from "../app.ts";
import type { Sql, User } from "./users.ts";

/** What a mailed link is for, in the words of the Send Email hook. */
export type MailAction =
  | "signup"
  | "recovery"
  | "invite"
  | "magiclink"
  | "email_change"
  | "reauthentication";

export type Link = { otp: string; tokenHash: string };

const digits = (count: number) => Array.from({ length: count }, () => randomInt(10)).join("");

/** lite looks a token up by this hash, whether it comes as `token_hash` or as address and code. */
export const hashOf = (email: string, otp: string): string =>
  createHash("sha256")
    .update(email.toLowerCase() + otp)
    .digest("hex");

/** Writes a new token for the user; it replaces an earlier one of the same kind and lives one hour. */
export const issueLink = async (sql: Sql, action: MailAction, user: User): Promise<Link> => {
  const otp = digits(OTP_LENGTH);
  const tokenHash = hashOf(user.email, otp);
  if (action === "signup" || action === "invite")
    await sql`
      update auth.users set confirmation_token = ${tokenHash}, confirmation_sent_at = now() where id = ${user.id}`;
  else
    await sql`
      update auth.users set recovery_token = ${tokenHash}, recovery_sent_at = now() where id = ${user.id}`;
  return { otp, tokenHash };
};
