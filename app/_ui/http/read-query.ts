type Search = Record<string, string | string[] | undefined>;

/** The named search parameters that carry a value; of a repeated one the first. */
export const readQuery = <K extends string>(search: Search, names: readonly K[]) => {
  const found: Partial<Record<K, string>> = {};
  for (const name of names) {
    const value = search[name];
    const first = Array.isArray(value) ? value[0] : value;
    if (first) found[name] = first;
  }
  return found;
};

/** `path` with the values that are given as its query. */
export const withQuery = (path: string, query: Record<string, string | undefined>): string => {
  const pairs = Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1]));
  const text = new URLSearchParams(pairs).toString();
  return text ? `${path}?${text}` : path;
};
