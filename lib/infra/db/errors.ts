import { AppError, type ErrorCode } from "@/lib/core/errors";

/** SQLSTATE classes and codes → ours (PostgreSQL 17, appendix A). Codes ST… are raised by our own functions. */
const BY_STATE: [pattern: RegExp, code: ErrorCode, message: string][] = [
  [/^ST001$/, "conflict", "A tenant keeps at least one owner."],
  [/^23505$/, "conflict", "Something with this value exists already."],
  [
    /^23503$/,
    "conflict",
    "It refers to something that does not exist, or something still refers to it.",
  ],
  [/^(23|22)/, "invalid_input", "A value does not fit where it is stored."],
  [/^42501$/, "forbidden", "You may not do this."],
  [/^(57014|25P03)$/, "timeout", "The database took too long."],
  [
    /^(40001|40P01|55P03|57P|08|53|25006)/,
    "unavailable",
    "The database is busy or away; try again shortly.",
  ],
];

const CONNECTION = /^(ECONN|EPIPE|ENOTFOUND|EAI_|ETIMEDOUT)/;

/** What node-postgres says, without a code, of a connection that broke or could not be had in time. */
const LOST =
  /^(Connection terminated|timeout exceeded when trying to connect|Client (has encountered|was closed))/;

const isAway = (error: unknown, code: unknown): boolean =>
  typeof code === "string"
    ? CONNECTION.test(code)
    : error instanceof Error && LOST.test(error.message);

/** Our error for what the database driver threw, or undefined if it is no database error we know how to explain. */
export const fromPostgres = (error: unknown): AppError | undefined => {
  const state = (error as { code?: unknown } | null)?.code;
  if (isAway(error, state)) {
    return new AppError("unavailable", "The database is away; try again shortly.", {
      cause: error,
      retryAfterS: 5,
    });
  }
  if (typeof state !== "string") return undefined;
  const row = /^[0-9A-Z]{5}$/.test(state)
    ? BY_STATE.find(([pattern]) => pattern.test(state))
    : undefined;
  return (
    row &&
    new AppError(row[1], row[2], {
      cause: error,
      ...(row[1] === "unavailable" && { retryAfterS: 5 }),
    })
  );
};
