/**
 * The one error taxonomy. A code says what the caller can do next; the message says what happened.
 * `status` is the HTTP status (RFC 9110), `retry` tells whether the same request may succeed later.
 */
export const ERRORS = {
  malformed: { status: 400, retry: false, title: "The request cannot be read" },
  unauthenticated: { status: 401, retry: false, title: "Say who you are" },
  quota_exceeded: { status: 402, retry: false, title: "The plan is used up" },
  forbidden: { status: 403, retry: false, title: "You may not do this" },
  not_found: { status: 404, retry: false, title: "No such thing" },
  method_not_allowed: { status: 405, retry: false, title: "This method is not offered here" },
  request_timeout: { status: 408, retry: true, title: "The request took too long to arrive" },
  conflict: { status: 409, retry: false, title: "It changed or exists already" },
  too_large: { status: 413, retry: false, title: "The body is too large" },
  unsupported_media_type: { status: 415, retry: false, title: "This content type is not accepted" },
  invalid_input: { status: 422, retry: false, title: "Some values are not valid" },
  idempotency_key_reused: {
    status: 422,
    retry: false,
    title: "This idempotency key was used for another request",
  },
  rate_limited: { status: 429, retry: true, title: "Too many requests" },
  internal: { status: 500, retry: true, title: "Something failed on our side" },
  unavailable: { status: 503, retry: true, title: "A part we need is away" },
  timeout: { status: 504, retry: true, title: "It took too long" },
} as const satisfies Record<string, { status: number; retry: boolean; title: string }>;

export type ErrorCode = keyof typeof ERRORS;

/** One problem inside an `invalid_input` error: `path` is a JSON pointer-like dotted path, "" for the whole. */
export type Issue = { path: string; code: string; message: string };

type Options = { cause?: unknown; issues?: Issue[]; retryAfterS?: number };

/** The only error class that crosses a room's border. `message` is shown to the caller. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: ErrorCode;
  readonly issues: Issue[];
  /** Seconds after which a retry makes sense; sent as `Retry-After`. */
  readonly retryAfterS: number | undefined;

  constructor(code: ErrorCode, message: string, { cause, issues = [], retryAfterS }: Options = {}) {
    super(message, { cause });
    this.code = code;
    this.issues = issues;
    this.retryAfterS = retryAfterS;
  }
}
