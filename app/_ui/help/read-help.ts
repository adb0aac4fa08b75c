import { send } from "@/app/_ui/http/send";
import type { Block } from "@/lib/core/markdown/blocks";
import type { SearchEntry } from "@/lib/domain/help/schema";

export type ShownArticle = {
  slug: string;
  title: string;
  summary: string;
  group: string;
  blocks: Block[];
};

/** Remembers what came; what failed is asked for again the next time. */
const once = <T>(ask: () => Promise<T>) => {
  let known: Promise<T> | undefined;
  return (): Promise<T> => {
    known ??= ask().catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
};

/** What is searched; asked for once a page load. */
export const readHelpIndex = once(() =>
  send<{ data: SearchEntry[] }>("GET", "/api/v1/help").then(({ data }) => data),
);

const articles = new Map<string, () => Promise<ShownArticle>>();

/** An article by its slug; asked for once a page load. */
export const readHelpArticle = (slug: string): Promise<ShownArticle> => {
  const read = articles.get(slug) ?? once(() => send<ShownArticle>("GET", `/api/v1/help/${slug}`));
  articles.set(slug, read);
  return read();
};
