import { AppError } from "@/lib/core/errors";
import { evaluate } from "@/lib/core/expression/expression";
import { bareExpression } from "@/lib/domain/workflows/definition/check-expressions";
import type { Polling } from "@/lib/domain/workflows/definition/schema";
import type { SafeResponse } from "@/lib/infra/outbound/safe-fetch";

/** An answer as expressions see it. */
export type Answer = { status: number; headers: Record<string, string>; body: unknown };

const DEPTH_MAX = 64;

const unreadable = (message: string, cause?: unknown) =>
  new AppError("unavailable", message, { cause });

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === "object" &&
  value !== null &&
  (levels === 0 || Object.values(value).some((field) => isDeeper(field, levels - 1)));

type Reviver = (key: string, value: unknown, context: { source?: string }) => unknown;

// Two ids beyond 2^53 would become the same number; as texts they stay two.
const exact: Reviver = (_, value, { source }) =>
  typeof value === "number" &&
  source !== undefined &&
  /^-?\d{16,}$/.test(source) &&
  !Number.isSafeInteger(value)
    ? source
    : value;

const HUGE_NUMBER = /\d{16}/;

/** The JSON of an answer with status 2xx. Throws unavailable when it is none or nested too deep. */
export const readAnswer = ({ status, headers, body }: SafeResponse): Answer => {
  const text = body.toString();
  if (status === 204 || text.trim() === "") return { status, headers, body: null };
  let parsed: unknown;
  try {
    parsed = JSON.parse(text, HUGE_NUMBER.test(text) ? (exact as never) : undefined);
  } catch (cause) {
    throw unreadable("The answer is not JSON.", cause);
  }
  if (isDeeper(parsed, DEPTH_MAX))
    throw unreadable(`The answer is nested deeper than ${DEPTH_MAX} levels.`);
  return { status, headers, body: parsed };
};

const PATH = /^\s*answer((?:\.[A-Za-z_]\w*)*)\s*$/;

// A plain path is walked, because a long list would use up the work budget of an expression just by being looked at.
const listAt = (source: string, answer: Answer): unknown => {
  const path = PATH.exec(source)?.[1];
  if (path === undefined) return evaluate(source, { answer });
  return path
    .split(".")
    .slice(1)
    .reduce<unknown>(
      (at, key) =>
        typeof at === "object" && at !== null && Object.hasOwn(at, key)
          ? (at as Record<string, unknown>)[key]
          : null,
      answer,
    );
};

const PAGE_ITEMS_MAX = 5000;

/** The items of one answer; none when there is nothing at the place. Throws invalid_input when it is no list. */
export const itemsOf = ({ items }: Polling, answer: Answer): unknown[] => {
  const found = listAt(bareExpression(items), answer) ?? [];
  if (!Array.isArray(found))
    throw new AppError("invalid_input", `"${items}" does not give a list of items.`);
  if (found.length > PAGE_ITEMS_MAX)
    throw new AppError(
      "too_large",
      `An answer lists ${found.length} items; at most ${PAGE_ITEMS_MAX} are taken. Ask for fewer, or use a cursor.`,
    );
  return found;
};

const LINK = /<([^>]*)>\s*((?:;[^,<]*)*)/g;

const nextLink = (header: string | undefined): string | undefined => {
  for (const [, url, params] of (header ?? "").matchAll(LINK))
    if (/;\s*rel\s*=\s*"?(?:[^"]*\s)?next(?:\s[^"]*)?"?\s*(;|$)/i.test(params ?? "")) return url;
  return undefined;
};

/** The address of the page after `answer`, undefined on the last. Throws invalid_input, forbidden for another origin. */
export const nextPage = ({ next }: Polling, answer: Answer, from: string): string | undefined => {
  const found =
    next === undefined ? nextLink(answer.headers.link) : evaluate(bareExpression(next), { answer });
  if (found === undefined || found === null || found === "") return undefined;
  const url = typeof found === "string" ? URL.parse(found, from) : null;
  if (!url) throw new AppError("invalid_input", "The next page is no address.");
  if (url.origin !== new URL(from).origin)
    throw new AppError("forbidden", `The next page is on ${url.host}; pages stay on one host.`);
  return url.href;
};
