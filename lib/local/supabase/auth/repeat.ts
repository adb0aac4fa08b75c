import { randomUUID } from "node:crypto";
import { z } from "zod";
import { AuthFailure, parseBody } from "./answer.ts";
import { issueLink } from "./links.ts";
import type { MailHook } from "./mail-hook.ts";
import { findUserByEmail, requireUser, type Sql, type User } from "./users.ts";

const Body = z.looseObject({ email: z.string(), type: z.string().optional() });

const MAILS_APART_MS = 1_000;

/** What hosted Supabase answers for an address that has an account: nothing tells it from a new one. */
const decoy = (email: string) => {
  const now = new Date().toISOString();
  return {
    id: randomUUID(),
    aud: "authenticated",
    role: "",
    email: email.toLowerCase(),
    phone: "",
    confirmation_sent_at: now,
    app_metadata: { provider: "email", providers: ["email"] },
    user_metadata: {},
    identities: [],
    created_at: now,
    updated_at: now,
    is_anonymous: false,
  };
};

const mailAgain = async (sql: Sql, hook: MailHook, user: User) => {
  const since = Date.now() - Date.parse(user.confirmation_sent_at ?? "1970-01-01T00:00:00Z");
  if (since < MAILS_APART_MS)
    throw new AuthFailure(
      429,
      "over_email_send_rate_limit",
      "For security purposes, you can only request this after 1 second.",
    );
  await hook.send("signup", user, await issueLink(sql, "signup", user));
};

/**
 * A second sign-up, or a request to send the confirmation again. lite answers both with 429 for ever, so a
 * lost mail would lock a person out; hosted sends the mail again and does not tell whether an account exists.
 */
export const repeatSignUp = async (
  sql: Sql,
  hook: MailHook,
  path: "/auth/v1/signup" | "/auth/v1/resend",
  text: string,
): Promise<Response | undefined> => {
  const { email, type } = parseBody(Body, text);
  if (path === "/auth/v1/resend" && type !== "signup") return undefined;
  const user = await findUserByEmail(sql, email);
  if (user && !user.email_confirmed_at) await mailAgain(sql, hook, user);
  if (path === "/auth/v1/resend") return Response.json({});
  const shown = user && !user.email_confirmed_at ? await requireUser(sql, user.id) : decoy(email);
  return Response.json(shown);
};
