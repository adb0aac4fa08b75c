import postgres from "postgres";
import { z } from "zod";

/** An answer in the shape of Supabase Auth's errors, thrown anywhere below the gateway's auth routes. */
export class AuthFailure extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** The failure of Supabase Auth as an HTTP answer. */
export const failureAnswer = (status: number, code: string, message: string): Response =>
  Response.json(
    { code: status, error_code: code, msg: message },
    { status, headers: { "x-sb-error-code": code } },
  );

/** A JSON body checked against a schema; 400 with the first problem otherwise. */
export const parseBody = <T>(schema: z.ZodType<T>, text: string): T => {
  let value: unknown;
  try {
    value = JSON.parse(text || "{}");
  } catch {
    throw new AuthFailure(400, "bad_json", "Could not parse request body as JSON");
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new AuthFailure(
    400,
    "validation_failed",
    z.prettifyError(result.error).split("\n")[0] ?? "",
  );
};

/** Turns what a handler throws into an answer; what is not foreseen is thrown on. */
export const asAnswer = (error: unknown): Response => {
  if (error instanceof AuthFailure) return failureAnswer(error.status, error.code, error.message);
  if (error instanceof postgres.PostgresError && error.code === "P0001")
    return failureAnswer(500, "unexpected_failure", `Database error: ${error.message}`);
  throw error;
};
