import type { SearchEntry } from "@/lib/domain/help/schema";

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

/** Whether one edit (a letter more, less, other, or two swapped) makes `a` the beginning of `b`. */
const isNearly = (a: string, b: string): boolean => {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  if (at === a.length) return true;
  const rest = a.slice(at);
  const other = b.slice(at);
  return (
    other.startsWith(rest.slice(1)) ||
    other.slice(1).startsWith(rest) ||
    other.slice(1).startsWith(rest.slice(1)) ||
    (rest[0] === other[1] && rest[1] === other[0] && other.slice(2).startsWith(rest.slice(2)))
  );
};

/** 0 for no match; whole words count more than beginnings, and those more than what is nearly right. */
const rate = (wanted: string, words: readonly string[]): number => {
  let best = 0;
  for (const word of words) {
    if (word === wanted) return 3;
    if (word.startsWith(wanted)) best = Math.max(best, 2);
    else if (best === 0 && wanted.length > 3 && isNearly(wanted, word)) best = 1;
  }
  return best;
};

type Prepared = { entry: SearchEntry; fields: [words: string[], weight: number][] };

const prepare = (entry: SearchEntry): Prepared => ({
  entry,
  fields: [
    [wordsOf(entry.title), 12],
    [wordsOf(entry.words.join(" ")), 8],
    [wordsOf(entry.headings.join(" ")), 5],
    [wordsOf(entry.summary), 4],
    [wordsOf(entry.text), 1],
  ],
});

const score = ({ fields }: Prepared, wanted: readonly string[]): number => {
  let total = 0;
  for (const word of wanted) {
    const best = Math.max(...fields.map(([words, weight]) => weight * rate(word, words)));
    if (best === 0) return 0;
    total += best;
  }
  return total;
};

const cache = new WeakMap<readonly SearchEntry[], Prepared[]>();

/** The articles in which every word of the query is found, forgiving one typing error a word, best first. */
export const searchHelp = (entries: readonly SearchEntry[], query: string): SearchEntry[] => {
  const wanted = wordsOf(query.slice(0, 200));
  if (wanted.length === 0) return [];
  const prepared = cache.get(entries) ?? entries.map(prepare);
  cache.set(entries, prepared);
  return prepared
    .map((one) => ({ entry: one.entry, score: score(one, wanted) }))
    .filter((one) => one.score > 0)
    .sort((a, b) => b.score - a.score || (a.entry.title < b.entry.title ? -1 : 1))
    .map(({ entry }) => entry);
};

const partsOf = (path: string) => path.split("/").filter(Boolean);

const matches = (pattern: string, path: string[]): boolean => {
  const parts = partsOf(pattern);
  return (
    parts.length === path.length &&
    parts.every((part, at) => part === path[at] || /^\[.+\]$/.test(part))
  );
};

/** The article that explains a page, or the nearest page above it; the first steps for a page nobody explains. */
export const articleFor = (
  entries: readonly Pick<SearchEntry, "slug" | "pages">[],
  pathname: string,
): string => {
  for (let path = partsOf(pathname); ; path = path.slice(0, -1)) {
    // A place that is named goes before one that varies: /workflows/new before /workflows/[id].
    const found =
      entries.find(({ pages }) => pages.includes(`/${path.join("/")}`)) ??
      entries.find(({ pages }) => pages.some((pattern) => matches(pattern, path)));
    if (found) return found.slug;
    if (path.length === 0) return "first-steps";
  }
};
