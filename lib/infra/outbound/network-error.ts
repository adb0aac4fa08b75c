import { AppError } from "@/lib/core/errors";

const TIMEOUT = /TIMEOUT|ETIMEDOUT/;
const UNKNOWN_NAME = /^(ENOTFOUND|EAI_)/;
const TLS = /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL|EPROTO)/;

const codeOf = (error: unknown): string => {
  const { code, name, cause } = (error ?? {}) as {
    code?: unknown;
    name?: unknown;
    cause?: unknown;
  };
  if (typeof code === "string") return code;
  return cause ? codeOf(cause) : String(name ?? "");
};

const ourOwn = (error: unknown): AppError | undefined => {
  for (let at: unknown = error; at instanceof Error; at = at.cause)
    if (at instanceof AppError) return at;
  return undefined;
};

/** Our error for whatever a call to `host` failed with: forbidden stays, budgets become timeout, the rest unavailable. */
export const networkError = (error: unknown, host: string): AppError => {
  const own = ourOwn(error);
  if (own) return own;
  const code = codeOf(error);
  if (TIMEOUT.test(code) || code === "TimeoutError")
    return new AppError("timeout", `${host} did not answer in time.`, { cause: error });
  if (code === "AbortError" || code === "UND_ERR_ABORTED")
    return new AppError("timeout", `The call to ${host} was stopped.`, { cause: error });
  if (code.startsWith("UND_ERR_INVALID") || code === "ERR_INVALID_CHAR")
    return new AppError("invalid_input", `The request to ${host} cannot be sent as it is.`, {
      cause: error,
    });
  const reason = UNKNOWN_NAME.test(code)
    ? "has no address"
    : TLS.test(code)
      ? "shows a certificate that is not valid"
      : code === "ECONNREFUSED"
        ? "refuses the connection"
        : "broke the connection";
  return new AppError("unavailable", `${host} ${reason}${code ? ` (${code})` : ""}.`, {
    cause: error,
  });
};
