import type { AuthError } from "@supabase/supabase-js";
import { AppError } from "@/lib/core/errors";

const issue = (path: string, code: string, message: string) =>
  new AppError("invalid_input", message, { issues: [{ path, code, message }] });

/** Our error for a refusal of Supabase Auth (its error codes, `@supabase/auth-js`). What tells whether an account exists is not told on. */
export const refusal = (error: AuthError): AppError => {
  switch (error.code) {
    case "invalid_credentials":
    case "user_not_found":
    case "user_banned":
      return new AppError("unauthenticated", "The e-mail address or the password is not right.");
    case "email_not_confirmed":
      return new AppError(
        "forbidden",
        "Confirm your e-mail address first; the link is in your mail.",
      );
    case "otp_expired":
    case "otp_disabled":
    case "flow_state_expired":
      return new AppError(
        "invalid_input",
        "This link was used already or is too old. Ask for a new mail.",
      );
    case "weak_password":
      return issue(
        "password",
        "weak_password",
        "This password is too easy to guess. Choose a longer one.",
      );
    case "same_password":
      return issue(
        "password",
        "same_password",
        "Choose a password that differs from the one before.",
      );
    case "email_address_invalid":
    case "email_address_not_authorized":
      return issue("email", "email_refused", "Mail cannot be sent to this address.");
    case "over_request_rate_limit":
    case "over_email_send_rate_limit":
      return new AppError("rate_limited", "Too many tries. Wait a minute and try again.", {
        retryAfterS: 60,
      });
    case "session_not_found":
    case "session_expired":
      return new AppError("unauthenticated", "You are signed out. Ask for a new mail.");
    case "signup_disabled":
      return new AppError("forbidden", "New accounts are not taken at the moment.");
    default:
      return new AppError("unavailable", "Sign-in is away; try again shortly.", {
        cause: error,
        retryAfterS: 5,
      });
  }
};

/** Codes that would tell a stranger whether an account exists or is confirmed. */
const TELLTALES = new Set([
  "user_already_exists",
  "email_exists",
  "user_not_found",
  "email_not_confirmed",
]);

/** Throws a refusal, except one that would tell that an account exists. */
export const refuseUnlessTelltale = (error: AuthError | null): void => {
  if (error && !TELLTALES.has(error.code ?? "")) throw refusal(error);
};
