import { z } from "zod";

const Inline: z.ZodType = z.lazy(() => z.looseObject({ kind: z.string() }));

const ArticleLine = z.object({
  slug: z.string(),
  title: z.string(),
  /** One sentence. */
  summary: z.string(),
  group: z.string(),
});

/** What the browser searches: an article without its looks. */
export const SearchEntry = ArticleLine.extend({
  /** Addresses of pages it explains, `[id]` for a part that varies. */
  pages: z.array(z.string()),
  /** Other words people look for. */
  words: z.array(z.string()),
  headings: z.array(z.string()),
  /** All of it as plain text. */
  text: z.string(),
});
export type SearchEntry = z.infer<typeof SearchEntry>;

export const HelpIndex = z.object({ data: z.array(SearchEntry) });

/** An article as a tree of parts (`kind`); nothing in it is HTML. */
export const Article = ArticleLine.extend({
  pages: z.array(z.string()),
  blocks: z.array(z.looseObject({ kind: z.string(), inside: z.array(Inline).optional() })),
  /** The other articles of its group, in order. */
  beside: z.array(z.object({ slug: z.string(), title: z.string() })),
});
