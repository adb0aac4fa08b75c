const STATUS = {
  invalid_idempotency_key: 400,
  missing_api_key: 401,
  invalid_api_key: 403,
  not_found: 404,
  method_not_allowed: 405,
  invalid_idempotent_request: 409,
  concurrent_idempotent_requests: 409,
  validation_error: 422,
  missing_required_field: 422,
  invalid_from_address: 422,
  invalid_attachment: 422,
  invalid_parameter: 422,
  rate_limit_exceeded: 429,
  daily_quota_exceeded: 429,
  application_error: 500,
} as const;

/** A request that is not carried out, in Resend's words: `name` and status as in its error reference. */
export class Refusal extends Error {
  override readonly name: keyof typeof STATUS;
  readonly status: number;

  constructor(name: keyof typeof STATUS, message: string, status: number = STATUS[name]) {
    super(message);
    this.name = name;
    this.status = status;
  }

  toJSON() {
    return { statusCode: this.status, name: this.name, message: this.message };
  }
}
