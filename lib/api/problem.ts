import { z } from "zod";
import { AppError, ERRORS, type Issue } from "@/lib/core/errors";
import { fromPostgres } from "@/lib/infra/db/errors";

type Context = {
  requestId: string;
  /** Path of the request. */
  instance: string;
  headers?: Headers;
};

const issuesOf = (issue: z.core.$ZodIssue): Issue[] => {
  const path = issue.path.map(String).join(".");
  if (issue.code !== "unrecognized_keys")
    return [{ path, code: issue.code, message: issue.message }];
  return issue.keys.map((key) => ({
    path: path ? `${path}.${key}` : key,
    code: "unrecognized_key",
    message: `There is no field "${key.slice(0, 60)}" here.`,
  }));
};

/** Everything zod found, at once, as one invalid_input error with dotted paths. */
export const invalidInput = (error: z.core.$ZodError): AppError => {
  const issues = error.issues.flatMap(issuesOf).slice(0, 100);
  const first = issues[0];
  const message = first
    ? `${first.path ? `${first.path}: ` : ""}${first.message}`
    : "Some values are not valid.";
  return new AppError("invalid_input", message, { cause: error, issues });
};

/** Our error for anything thrown. What we cannot explain is internal, without details. */
export const toAppError = (error: unknown): AppError => {
  if (error instanceof AppError) return error;
  if (error instanceof z.core.$ZodError) return invalidInput(error);
  return (
    fromPostgres(error) ??
    new AppError("internal", "Something failed on our side; give us the request id.", {
      cause: error,
    })
  );
};

/** The answer for an error: problem details (RFC 9457), never with a stack or a cause. */
export const problem = (error: unknown, { requestId, instance, headers }: Context): Response => {
  const { code, message, issues, retryAfterS } = toAppError(error);
  const { status, title } = ERRORS[code];
  const answer = new Headers(headers);
  answer.set("content-type", "application/problem+json");
  answer.set("cache-control", "no-store");
  answer.set("x-content-type-options", "nosniff");
  answer.set("x-request-id", requestId);
  if (status === 401) answer.set("www-authenticate", 'Bearer realm="steward"');
  if (retryAfterS !== undefined) answer.set("retry-after", String(Math.ceil(retryAfterS)));
  const details = {
    type: `/docs/api#error-${code}`,
    title,
    status,
    code,
    detail: message,
    instance,
    requestId,
    ...(issues.length > 0 && { errors: issues }),
  };
  return new Response(JSON.stringify(details), { status, headers: answer });
};
