import { AppError, type ErrorCode } from "./errors.ts";

/**
 * What is known about a failed exchange with another system. `keyed`: an idempotency key travelled with the request. `host`
 * is whose retry budget pays for trying again.
 */
type ExchangeFacts = { method: string; keyed: boolean; host?: string } & (
  | { kind: "http"; status: number; retryAfter?: string | undefined }
  | { kind: "network"; systemCode: string }
  | { kind: "unreadable" }
);

/** `decided`: it ended that way for good, by somebody's decision or by its deadline; `code` says how. */
export type FailureFacts = ExchangeFacts | { kind: "decided"; code: string };

/** A step's effect failed outside; whether it may be tried again is decided from the facts, in one place. */
export class StepFailure extends AppError {
  readonly facts: FailureFacts;

  constructor(code: ErrorCode, message: string, facts: FailureFacts, cause?: unknown) {
    super(code, message, { cause });
    this.facts = facts;
  }
}
