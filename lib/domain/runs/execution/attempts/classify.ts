import { AppError, ERRORS } from "@/lib/core/errors";
import { type FailureFacts, StepFailure } from "@/lib/core/step-failure";
import { fromPostgres } from "@/lib/infra/db/errors";

/** What a failure means for the step. `code` goes into history; `retryAfterMs` is what the other side asked for. */
export type Classified = { retry: boolean; code: string; message: string; retryAfterMs?: number };

const DAY_MS = 86_400_000;
const RETRIED_STATUS = new Set([408, 425, 429, 500, 502, 503, 504]);
// Nothing was sent yet, so even an unkeyed POST may be tried again.
const BEFORE_SENDING =
  /^(EAI_AGAIN|ENOTFOUND|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|CONNECT_TIMEOUT)$/;
const CERTIFICATE = /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL|EPROTO)/;

/** Milliseconds that a Retry-After asks for (seconds or an HTTP date), at most a day; undefined for anything else. */
export const retryAfterMs = (value: string | undefined, nowMs: number): number | undefined => {
  const text = value?.trim() ?? "";
  if (/^\d{1,9}$/.test(text)) return Math.min(Number(text) * 1000, DAY_MS);
  if (!/^[A-Za-z]{3,9},? \d/.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.min(Math.max(0, at - nowMs), DAY_MS);
};

const classifyFacts = (facts: FailureFacts, nowMs: number): Omit<Classified, "message"> => {
  if (facts.kind === "decided") return { retry: false, code: facts.code };
  if (facts.kind === "unreadable") return { retry: false, code: "indeterminate" };
  if (facts.kind === "http") {
    const after = retryAfterMs(facts.retryAfter, nowMs);
    const retry = RETRIED_STATUS.has(facts.status) && facts.keyed;
    return {
      retry,
      code: `http_${facts.status}`,
      ...(after !== undefined && { retryAfterMs: after }),
    };
  }
  if (CERTIFICATE.test(facts.systemCode)) return { retry: false, code: "tls" };
  if (BEFORE_SENDING.test(facts.systemCode)) return { retry: true, code: "unreachable" };
  // It may have happened over there; without a key that the other side honours, repeating could double it.
  return facts.keyed
    ? { retry: true, code: "interrupted" }
    : { retry: false, code: "indeterminate" };
};

/** Whether a failed attempt may be repeated (reliability 2.4): the one table for every step kind. */
export const classify = (error: unknown, nowMs: number): Classified => {
  if (error instanceof StepFailure)
    return { ...classifyFacts(error.facts, nowMs), message: error.message };
  const known = error instanceof AppError ? error : fromPostgres(error);
  if (!known) return { retry: true, code: "internal", message: "The step failed on our side." };
  const wait = known.retryAfterS === undefined ? {} : { retryAfterMs: known.retryAfterS * 1000 };
  return { retry: ERRORS[known.code].retry, code: known.code, message: known.message, ...wait };
};
