import { isOp } from "../runs/ops.ts";
import type { Reply } from "../runs/reply.ts";
import { type HttpAnswer, HttpFailure, isUnreachable } from "./http.ts";

const AWAY = new Set([502, 503, 504]);

const header = (answer: HttpAnswer, name: string): string | undefined => {
  const value = answer.headers[name];
  return Array.isArray(value) ? value[0] : value;
};

/**
 * How long the SDK and the function worked on a request, in whole milliseconds, as the SDK says itself; null when it
 * does not say, or the answer was streamed.
 */
export const workedMs = (answer: HttpAnswer): number | null => {
  if (answer.status === 201) return null;
  const entry = /(?:^|,\s*)action\b([^,]*)/.exec(header(answer, "server-timing") ?? "");
  return entry && Number(/dur=(\d+)/.exec(entry[1] ?? "")?.[1] ?? 0);
};

const parse = (text: string): { value: unknown } | null => {
  try {
    return { value: text.trim() === "" ? null : JSON.parse(text) };
  } catch {
    return null;
  }
};

/** A streamed answer carries the real one inside: `{status, headers, body}` after some white space. */
const unwrap = (answer: HttpAnswer): HttpAnswer | null => {
  const inner = parse(answer.body)?.value as {
    status?: number;
    headers?: object;
    body?: unknown;
  } | null;
  if (typeof inner?.status !== "number") return null;
  const headers = Object.entries(inner.headers ?? {}).map(([key, value]) => [
    key.toLowerCase(),
    String(value),
  ]);
  return {
    status: inner.status,
    headers: { ...answer.headers, ...Object.fromEntries(headers) },
    body: typeof inner.body === "string" ? inner.body : JSON.stringify(inner.body ?? null),
  };
};

const broken = (status: number, message: string): Reply => ({ kind: "broken", status, message });

const opsReply = (answer: HttpAnswer, value: unknown): Reply => {
  const list = Array.isArray(value) ? value : [value];
  if (list.length === 0 || !list.every(isOp))
    return broken(206, "the answer is not a list of op-codes");
  return {
    kind: "ops",
    ops: list,
    retryAfter: header(answer, "retry-after"),
    serial: header(answer, "x-inngest-req-version") === "1",
  };
};

/** What an HTTP answer of the application means. */
export const readAnswer = (answer: HttpAnswer): Reply => {
  const sdk = header(answer, "x-inngest-sdk");
  if (!sdk) {
    if (AWAY.has(answer.status)) return { kind: "down", message: `HTTP ${answer.status}` };
    return broken(
      answer.status,
      `the answer (HTTP ${answer.status}) does not come from an Inngest SDK: ${answer.body.slice(0, 200)}`,
    );
  }
  const real = answer.status === 201 ? unwrap(answer) : answer;
  const parsed = real && parse(real.body);
  if (!real || !parsed) return broken(answer.status, "the answer is not JSON");
  if (real.status === 206) return opsReply(real, parsed.value);
  if (real.status === 200) return { kind: "done", output: JSON.stringify(parsed.value) };
  return {
    kind: "failed",
    status: real.status,
    final: header(real, "x-inngest-no-retry") === "true",
    retryAfter: header(real, "retry-after"),
    error: JSON.stringify(asError(parsed.value, real.status)),
  };
};

/** An error in the SDK's own form, whatever the body was. */
const asError = (value: unknown, status: number): object => {
  if (typeof value !== "object" || value === null) {
    return { name: "Error", message: `HTTP ${status}`, stack: "", __serialized: true };
  }
  const { message, error } = value as { message?: unknown; error?: unknown };
  if (typeof message === "string") return value;
  return {
    name: "Error",
    message: String(error ?? `HTTP ${status}`),
    stack: "",
    __serialized: true,
  };
};

/** What it means that there is no answer. */
export const readFailure = (error: unknown): Reply => {
  if (!(error instanceof HttpFailure))
    return broken(0, error instanceof Error ? error.message : String(error));
  if (isUnreachable(error)) return { kind: "down", message: error.message };
  if (error.unsent) return { kind: "again" };
  return broken(0, error.message);
};
