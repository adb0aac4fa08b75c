/** One place where two JSON values differ. `path` is dotted, `items[0].id`, "" for the whole; a missing side is absent. */
export type Difference = { path: string; before?: unknown; after?: unknown };

/** The places in the order of the first value; `isCut` when there are more than are told. */
export type Differences = { changes: Difference[]; isCut: boolean };

const MOST = 200;
const NODES = 50_000;
const VALUE_CHARS = 1000;

const PLAIN = /^[A-Za-z_][\w-]*$/;

const at = (path: string, key: string | number): string => {
  if (typeof key === "number") return `${path}[${key}]`;
  if (!PLAIN.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
};

/** A value small enough to show; what is longer is its beginning as text. */
const shown = (value: unknown): unknown => {
  const text = JSON.stringify(value) ?? "null";
  return text.length <= VALUE_CHARS ? value : `${text.slice(0, VALUE_CHARS).toWellFormed()}…`;
};

const isBranch = (value: unknown): value is object => typeof value === "object" && value !== null;

const keysOf = (a: object, b: object): (string | number)[] =>
  Array.isArray(a)
    ? Array.from({ length: Math.max(a.length, (b as unknown[]).length) }, (_, i) => i)
    : [...new Set([...Object.keys(a), ...Object.keys(b)])];

const get = (value: object, key: string | number): unknown =>
  Object.hasOwn(value, key) ? (value as Record<string | number, unknown>)[key] : undefined;

/**
 * Where two JSON values differ, by path; arrays are compared place by place. Bounded in what it visits and tells, whatever it
 * is given.
 */
export const differences = (before: unknown, after: unknown): Differences => {
  const changes: Difference[] = [];
  const open: { path: string; a: unknown; b: unknown }[] = [{ path: "", a: before, b: after }];
  let visited = 0;
  for (let next = open.pop(); next; next = open.pop()) {
    if (changes.length >= MOST || visited++ >= NODES) return { changes, isCut: true };
    const { path, a, b } = next;
    if (isBranch(a) && isBranch(b) && Array.isArray(a) === Array.isArray(b)) {
      const keys = keysOf(a, b).slice(0, NODES).reverse();
      for (const key of keys) open.push({ path: at(path, key), a: get(a, key), b: get(b, key) });
    } else if (!Object.is(a, b)) {
      changes.push({
        path,
        ...(a !== undefined && { before: shown(a) }),
        ...(b !== undefined && { after: shown(b) }),
      });
    }
  }
  return { changes, isCut: false };
};
