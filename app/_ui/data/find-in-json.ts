/** How many values are looked at; more make typing stall. */
const MOST = 50_000;

export type Found = {
  /** Paths of values whose name or text matches. */
  hits: ReadonlySet<string>;
  /** Paths on the way to a hit. */
  ways: ReadonlySet<string>;
};

/** A value's children with their names; undefined for what has none. */
export const entriesOf = (value: unknown): [string | number, unknown][] | undefined => {
  if (Array.isArray(value)) return value.map((inner, index) => [index, inner]);
  return typeof value === "object" && value !== null ? Object.entries(value) : undefined;
};

/** The path of a child in the words of expressions. */
export const joinPath = (path: string, key: string | number): string =>
  typeof key === "string" && /^[A-Za-z_]\w*$/.test(key)
    ? `${path}.${key}`
    : `${path}[${JSON.stringify(key)}]`;

/** Where `text` occurs in names and values, letters of either case. */
export const findInJson = (value: unknown, path: string, text: string): Found => {
  const wanted = text.toLowerCase();
  const hits = new Set<string>();
  const ways = new Set<string>();
  let seen = 0;
  const matches = (one: unknown) =>
    one !== null && typeof one !== "object" && String(one).toLowerCase().includes(wanted);
  const visit = (inner: unknown, at: string, name: string | number | undefined): boolean => {
    if (++seen > MOST) return false;
    const hit = matches(inner) || (typeof name === "string" && matches(name));
    if (hit) hits.add(at);
    let below = false;
    for (const [key, child] of entriesOf(inner) ?? [])
      if (visit(child, joinPath(at, key), key)) below = true;
    if (below) ways.add(at);
    return hit || below;
  };
  visit(value, path, undefined);
  return { hits, ways };
};
