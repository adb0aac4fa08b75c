import { createHash } from "node:crypto";
import type { Locale } from "@/emails/_words";
import { env } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";
import type { AuthMail } from "@/lib/domain/mail/schema";
import { queueAccountMail } from "@/lib/infra/email/account-mails";

type Action = AuthMail["email_data"]["email_action_type"];

type Kind = {
  template: "confirm-email" | "magic-link" | "reset-password";
  /** Where the person lands when the link names no place. */
  next: string;
};

const KINDS: Record<Action, Kind> = {
  signup: { template: "confirm-email", next: "/" },
  email: { template: "confirm-email", next: "/" },
  invite: { template: "confirm-email", next: "/" },
  email_change: { template: "confirm-email", next: "/settings" },
  magiclink: { template: "magic-link", next: "/" },
  recovery: { template: "reset-password", next: "/reset" },
};

/** The path inside the app that a redirect points to; anything else is not followed. */
const pathInside = (redirectTo: string, fallback: string): string => {
  const target = URL.parse(redirectTo, env().APP_URL);
  if (!redirectTo || !target || target.origin !== new URL(env().APP_URL).origin) return fallback;
  const path = `${target.pathname}${target.search}`;
  return path === "/" || path.startsWith("//") ? fallback : path;
};

const linkOf = (tokenHash: string, type: Action, next: string): string => {
  const url = new URL("/auth/confirm", env().APP_URL);
  url.search = new URLSearchParams({ token_hash: tokenHash, type, next }).toString();
  return url.href;
};

type Letter = { to: string; tokenHash: string };

/**
 * Who gets which token. A secured change of address is confirmed by both sides: Supabase pairs the current address with
 * `token_hash_new` and the new one with `token_hash`.
 */
const letters = ({ user, email_data: data }: AuthMail): Letter[] => {
  if (data.email_action_type !== "email_change")
    return [{ to: user.email, tokenHash: data.token_hash }];
  const wished = {
    to: user.new_email ?? user.email,
    tokenHash: data.token_hash || data.token_hash_new,
  };
  const current = { to: user.email, tokenHash: data.token_hash_new };
  return data.token_hash && data.token_hash_new && user.new_email ? [current, wished] : [wished];
};

type Trace = { requestId?: string; traceparent?: string };

/** How long the link works, in words. */
const oneHour = (locale: Locale): string =>
  new Intl.NumberFormat(locale, { style: "unit", unit: "hour", unitDisplay: "long" }).format(1);

const queueLetter = async (
  { to, tokenHash }: Letter,
  { user, email_data: data }: AuthMail,
  trace: Trace,
) => {
  const { email_action_type: action } = data;
  if (!tokenHash) throw new AppError("invalid_input", "The hook's payload holds no token.");
  const { template, next } = KINDS[action];
  const url = linkOf(tokenHash, action, pathInside(data.redirect_to, next));
  const props = (locale: Locale) => ({ email: to, url, validFor: oneHour(locale) });
  const key = `auth/${action}/${createHash("sha256").update(tokenHash).digest("base64url")}`;
  const person = { to, userId: user.id, locale: user.user_metadata.locale ?? "en" };
  await queueAccountMail({ key, template, ...person, props, trace });
};

/** Queues what Supabase Auth asks for; a repeated call with the same token queues nothing. Needs no tenant. */
export const queueAuthMail = async (mail: AuthMail, trace: Trace): Promise<void> => {
  for (const letter of letters(mail)) await queueLetter(letter, mail, trace);
};
