import { z } from "zod";
import { AppError } from "./errors.ts";

/** Query of every list: `limit` 1–200 (default 50), `cursor` from the page before, `fields` a comma-separated selection. */
export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
  fields: z.string().max(500).optional(),
});
export type PageQuery = z.infer<typeof PageQuery>;

/** The answer of every list; `nextCursor` is null on the last page. */
export const Page = <T extends z.ZodType>(item: T) =>
  z.object({ data: z.array(item), nextCursor: z.string().nullable() });

export const encodeCursor = (...keys: string[]): string =>
  Buffer.from(JSON.stringify(keys)).toString("base64url");

/** The `count` keys inside a cursor of ours, or undefined without one. Throws invalid_input for anything else. */
export const decodeCursor = (cursor: string | undefined, count: number): string[] | undefined => {
  if (cursor === undefined) return undefined;
  const keys = parse(cursor);
  if (Array.isArray(keys) && keys.length === count && keys.every((key) => typeof key === "string"))
    return keys;
  throw new AppError("invalid_input", "The cursor is not one of ours.", {
    issues: [
      {
        path: "cursor",
        code: "invalid_cursor",
        message: "Take the cursor from nextCursor of the page before.",
      },
    ],
  });
};

const parse = (cursor: string): unknown => {
  try {
    return JSON.parse(Buffer.from(cursor, "base64url").toString());
  } catch {
    return undefined;
  }
};

/** Cuts `limit + 1` rows into a page; `keysOf` gives the cursor keys of the last row shown. */
export const toPage = <T>(rows: T[], limit: number, keysOf: (row: T) => string[]) => {
  const data = rows.slice(0, limit);
  const last = data.at(-1);
  return { data, nextCursor: rows.length > limit && last ? encodeCursor(...keysOf(last)) : null };
};
