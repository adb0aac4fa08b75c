import type { z } from "zod";
import { Refusal } from "./refusal.ts";

/** One page of `items`, newest first, by Resend's `limit`, `after` and `before` (ids). */
export const page = <T extends { id: string }>(items: T[], query: URLSearchParams) => {
  const limit = Number(query.get("limit") ?? 20);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100)
    throw new Refusal("validation_error", "The `limit` must be between 1 and 100.");
  const after = query.get("after");
  const before = query.get("before");
  const cursor = after ?? before;
  const at = cursor === null ? -1 : items.findIndex(({ id }) => id === cursor);
  if (cursor !== null && at < 0) throw new Refusal("not_found", "The cursor was not found.");
  const from = before === null ? at + 1 : Math.max(0, at - limit);
  const data = items.slice(from, before === null ? from + limit : at);
  const more = before === null ? from + limit < items.length : from > 0;
  return { object: "list" as const, has_more: more, data };
};

/** The body as the schema wants it. Throws a `Refusal` (422) that names the first problem. */
export const parse = <T>(schema: z.ZodType<T>, value: unknown): T => {
  const { data, error } = schema.safeParse(value);
  if (error) throw new Refusal("validation_error", `Invalid body. ${error.issues[0]?.message}.`);
  return data;
};
