import type { Issue } from "@/lib/core/errors";

/** A refusal of our API (RFC 9457), as the browser needs it. `message` is a sentence for people. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly status: number;
  readonly code: string;
  readonly issues: Issue[];
  readonly requestId: string | undefined;
  readonly retryAfterS: number | undefined;

  constructor(status: number, code: string, message: string, rest: Partial<Problem> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.issues = rest.issues ?? [];
    this.requestId = rest.requestId;
    this.retryAfterS = rest.retryAfterS;
  }
}

type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
type Options = { body?: unknown; headers?: Record<string, string>; signal?: AbortSignal };

/** The problem an answer carries; explains answers that are not ours (a proxy's page, a cut connection) as well. */
export const problemOf = async (response: Response): Promise<Problem> => {
  const body = (await response.json().catch(() => undefined)) as
    | { code?: string; detail?: string; title?: string; errors?: Issue[]; requestId?: string }
    | undefined;
  const retryAfter = Number(response.headers.get("retry-after"));
  return new Problem(
    response.status,
    body?.code ?? "internal",
    body?.detail ?? body?.title ?? `The server answered with status ${response.status}.`,
    {
      issues: body?.errors ?? [],
      requestId: body?.requestId ?? response.headers.get("x-request-id") ?? undefined,
      retryAfterS: retryAfter > 0 ? retryAfter : undefined,
    },
  );
};

/** Calls our own API with the session cookie. Answers the JSON body (undefined for 204), throws a `Problem`. */
export const send = async <T = unknown>(
  method: Method,
  path: `/api/${string}`,
  { body, headers, signal }: Options = {},
): Promise<T> => {
  const response = await fetch(path, {
    method,
    cache: "no-store",
    credentials: "same-origin",
    headers: {
      accept: "application/json",
      ...(method !== "GET" && { "content-type": "application/json" }),
      ...(method === "POST" && { "idempotency-key": crypto.randomUUID() }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  }).catch((cause: unknown) => {
    if (signal?.aborted) throw cause;
    throw new Problem(
      0,
      "unavailable",
      "The server cannot be reached. Check the connection and try again.",
    );
  });
  if (!response.ok) throw await problemOf(response);
  return (response.status === 204 ? undefined : await response.json()) as T;
};

/** Any thrown thing as a `Problem`. */
export const asProblem = (error: unknown): Problem =>
  error instanceof Problem
    ? error
    : new Problem(0, "internal", error instanceof Error ? error.message : String(error));
