import { Resend } from "resend";
import { env } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";

/** A rendered mail as the provider gets it. The same key with the same bytes is sent once within 24 hours. */
export type OutgoingMail = {
  key: string;
  /** Null is the installation's address. */
  from: string | null;
  to: string;
  replyTo: string | null;
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
  /** Come back in the provider's webhooks; ASCII letters, digits, `_` and `-`. */
  tags: Record<string, string>;
};

/** `unknown`: it may have been sent, and asking again could send it twice. */
export type MailOutcome =
  | { status: "accepted"; providerId: string }
  | { status: "failed" | "unknown"; error: string };

const TIMEOUT_MS = 10_000;

let client: { key: string; url: string | undefined; resend: Resend } | undefined;

const resend = (): Resend => {
  const { RESEND_API_KEY: key, RESEND_BASE_URL: url } = env();
  if (client?.key !== key || client.url !== url)
    client = { key, url, resend: new Resend(key, url ? { baseUrl: url } : {}) };
  return client.resend;
};

/** Refusals that no retry changes, by Resend's error name. */
const FINAL = new Set([
  "validation_error",
  "missing_required_field",
  "invalid_parameter",
  "invalid_attachment",
  "invalid_idempotency_key",
  "invalid_from_address",
  "invalid_region",
  "security_error",
  "not_found",
  "method_not_allowed",
]);
const QUOTA = new Set(["daily_quota_exceeded", "monthly_quota_exceeded"]);
const KEY = new Set([
  "missing_api_key",
  "invalid_api_key",
  "restricted_api_key",
  "suspended_api_key",
  "invalid_access",
]);

const seconds = (value: string | undefined): number | undefined =>
  value && /^\d{1,6}$/.test(value) ? Number(value) : undefined;

type Refusal = { name: string; message: string; statusCode: number | null };

/** What a refusal means: an outcome, or an AppError that says when to ask again with the same key. */
const outcomeOf = (
  { name, message, statusCode }: Refusal,
  headers: Record<string, string> | null,
): MailOutcome => {
  if (name === "invalid_idempotent_request")
    return { status: "unknown", error: "The provider has another mail under this key." };
  const later = (code: "rate_limited" | "unavailable", retryAfterS: number) =>
    new AppError(code, `The mail provider says: ${message}`, { retryAfterS });
  if (QUOTA.has(name)) throw later("rate_limited", 3600);
  if (statusCode === 429) throw later("rate_limited", seconds(headers?.["retry-after"]) ?? 2);
  if (KEY.has(name) || statusCode === 401) throw later("unavailable", 300);
  if (FINAL.has(name)) return { status: "failed", error: `${name}: ${message}`.slice(0, 500) };
  throw later("unavailable", seconds(headers?.["retry-after"]) ?? 10);
};

/**
 * Hands a mail to Resend. Resolves with what became of it; throws rate_limited or unavailable when the same call may
 * succeed later (the SDK itself never throws, so its errors are mapped here).
 */
export const sendThroughResend = async ({
  key,
  tags,
  from,
  replyTo,
  headers: extra,
  ...mail
}: OutgoingMail): Promise<MailOutcome> => {
  const payload = {
    from: from ?? env().MAIL_FROM,
    ...mail,
    ...(replyTo !== null && { replyTo }),
    ...(Object.keys(extra).length > 0 && { headers: extra }),
    tags: Object.entries(tags).map(([name, value]) => ({ name, value })),
  };
  const { data, error, headers } = await resend().emails.send(payload, {
    idempotencyKey: key,
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!error) return { status: "accepted", providerId: data.id };
  return outcomeOf(error, headers);
};
