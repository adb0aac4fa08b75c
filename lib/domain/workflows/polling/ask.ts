import { createHash } from "node:crypto";
import { AppError } from "@/lib/core/errors";
import { evaluate } from "@/lib/core/expression/expression";
import { evaluateTemplate } from "@/lib/core/expression/template";
import { bareExpression } from "@/lib/domain/workflows/definition/check-expressions";
import type { Polling } from "@/lib/domain/workflows/definition/schema";
import {
  type Answer,
  itemsOf,
  nextPage,
  readAnswer,
} from "@/lib/domain/workflows/polling/read-answer";
import type { SafeRequest, SafeResponse } from "@/lib/infra/outbound/safe-fetch";

export type Fetch = (url: string, request: SafeRequest) => Promise<SafeResponse>;

/** Where a poll goes on: the cursor its last one gave, and a page that one did not come to. */
export type Position = { cursor: unknown; resumeUrl: string | null };

/** An item with its name, which is the same whenever it is listed. */
export type Item = { key: string; value: unknown };

/** What a poll found: each item once, and where the next goes on. */
export type Found = { items: Item[]; cursor: unknown; resumeUrl: string | null };

const PAGES_MAX = 10;
const ITEMS_MAX = 5000;
const PAGE_MS = 20_000;
const POLL_MS = 90_000;
const PAGE_BYTES = 2 * 1024 * 1024;
const ITEM_BYTES = 262_144;
const KEY_MAX = 200;
const CURSOR_BYTES = 4096;

const HEADER = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}$/;

const requestOf = ({ method, headers, body }: Polling, cursor: unknown): SafeRequest => {
  const filled = Object.entries(headers)
    .filter(([name]) => HEADER.test(name))
    .map(([name, text]) => [name.toLowerCase(), String(evaluateTemplate(text, { cursor }) ?? "")]);
  const json = body === undefined ? undefined : JSON.stringify(evaluateTemplate(body, { cursor }));
  return {
    method,
    headers: {
      accept: "application/json",
      ...(json !== undefined && { "content-type": "application/json" }),
      ...Object.fromEntries(filled),
    },
    timeoutMs: PAGE_MS,
    maxBytes: PAGE_BYTES,
    ...(json !== undefined && { body: json }),
  };
};

// What follows the origin is data: a cursor must not add a path segment or a parameter.
const addressOf = ({ url }: Polling, cursor: unknown): string =>
  String(
    evaluateTemplate(url, { cursor }, (text, before) =>
      /^https?:\/\/[^/]*\//i.test(before) ? encodeURIComponent(text) : text,
    ),
  );

const RETRY_DEFAULT_S = 60;
const RETRY_MAX_S = 86_400;

/** Seconds a server asks to be left alone for: a number or a date (RFC 9110 §10.2.3). */
const retryAfterS = (header: string | undefined, now: Date): number => {
  const seconds = /^\d+$/.test(header ?? "")
    ? Number(header)
    : (Date.parse(header ?? "") - now.getTime()) / 1000;
  return Math.min(Math.max(Number.isFinite(seconds) ? seconds : RETRY_DEFAULT_S, 1), RETRY_MAX_S);
};

const refusal = ({ status, headers, url }: SafeResponse, now: Date): AppError => {
  const { host } = new URL(url);
  if (status === 429 || (status === 503 && headers["retry-after"]))
    return new AppError("rate_limited", `${host} asks to be left alone for a while (${status}).`, {
      retryAfterS: retryAfterS(headers["retry-after"], now),
    });
  return new AppError("unavailable", `${host} answered ${status}.`);
};

const keyOf = (value: unknown, place: number): string => {
  if (typeof value === "boolean" || value === null || typeof value === "object" || value === "")
    throw new AppError("invalid_input", `Item ${place + 1} of the answer has no id.`);
  const text = String(value).replaceAll("\0", "\uFFFD").toWellFormed();
  return text.length <= KEY_MAX
    ? text
    : `sha256:${createHash("sha256").update(text).digest("hex")}`;
};

const namedItems = (trigger: Polling, answer: Answer): Item[] => {
  const id = bareExpression(trigger.id);
  return itemsOf(trigger, answer).map((value, place) => {
    const key = keyOf(evaluate(id, { item: value, answer }), place);
    if (Buffer.byteLength(JSON.stringify(value)) > ITEM_BYTES)
      throw new AppError("too_large", `Item ${key} is larger than ${ITEM_BYTES} bytes.`);
    return { key, value };
  });
};

const nextCursor = (
  { cursor: rule }: Polling,
  answer: Answer,
  items: unknown[],
  cursor: unknown,
): unknown => {
  if (!rule) return cursor;
  let next: unknown;
  try {
    next = evaluate(bareExpression(rule.value), { answer, items, cursor });
  } catch (error) {
    // Without items there may be nothing to make a cursor of.
    if (items.length === 0 && error instanceof AppError) return cursor;
    throw error;
  }
  if (next === null || next === "") return cursor;
  if (JSON.stringify(next).length <= CURSOR_BYTES) return next;
  throw new AppError("too_large", `The cursor is larger than ${CURSOR_BYTES} bytes.`);
};

type Options = { fetch: Fetch; now: Date; pages?: number };

/**
 * Asks the source once: its pages in order, at most ten, 5,000 items and 90 seconds. When there are more the rest is left
 * to the next poll and the cursor stays. Throws AppError: what the outbound guard refuses, an answer that is no JSON or
 * too large, expressions that do not fit, and rate_limited with `retryAfterS`.
 */
export const ask = async (
  trigger: Polling,
  { cursor: given, resumeUrl }: Position,
  { fetch, now, pages = PAGES_MAX }: Options,
): Promise<Found> => {
  const cursor = given ?? trigger.cursor?.initial ?? null;
  const request = { ...requestOf(trigger, cursor), signal: AbortSignal.timeout(POLL_MS) };
  const items = new Map<string, Item>();
  const asked = new Set<string>();
  let url = resumeUrl ?? addressOf(trigger, cursor);
  for (let page = 1; ; page++) {
    asked.add(url);
    const response = await fetch(url, request);
    const { status } = response;
    if (status !== 304 && (status < 200 || status > 299)) throw refusal(response, now);
    const answer = readAnswer(response);
    for (const item of namedItems(trigger, answer))
      if (!items.has(item.key)) items.set(item.key, item);
    const next = nextPage(trigger, answer, url);
    const listed = [...items.values()];
    if (next === undefined || asked.has(next)) {
      const values = listed.map(({ value }) => value);
      return { items: listed, cursor: nextCursor(trigger, answer, values, given), resumeUrl: null };
    }
    if (page >= pages || items.size >= ITEMS_MAX)
      return { items: listed, cursor: given, resumeUrl: next };
    url = next;
  }
};
