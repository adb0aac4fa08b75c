import type { Problem } from "@/lib/domain/workflows/definition/schema";

type Key = PropertyKey;

/** Whether a path lies at, above or below a pattern such as "cases.*.if", where * is any index or name. */
const meets = (path: readonly Key[], pattern: string): boolean =>
  pattern
    .split(".")
    .slice(0, path.length)
    .every((key, index) => key === "*" || key === String(path[index]));

/** Whether a problem at `path` is about a place that holds a bare expression, or about what is inside of it. */
export const isExpressionPlace = (path: readonly Key[], patterns: readonly string[]): boolean =>
  patterns.some((pattern) => path.length >= pattern.split(".").length && meets(path, pattern));

type Visit = {
  /** A place that holds a bare expression; `undefined` when nothing is there. */
  bare: (value: unknown, path: readonly string[]) => unknown;
  /** A value with no such place inside. */
  rest: (value: unknown, path: readonly string[]) => unknown;
};

/**
 * A step's input with every value replaced by what `visit` makes of it, in the order of the document. Fields named by a
 * pattern are visited even when they are missing, as long as what holds them is there.
 */
export const mapFields = (
  value: unknown,
  patterns: readonly string[],
  visit: Visit,
  path: readonly string[] = [],
): unknown => {
  const own = patterns.filter((pattern) => meets(path, pattern));
  if (own.some((pattern) => pattern.split(".").length === path.length))
    return visit.bare(value, path);
  if ((own.length === 0 && path.length > 0) || typeof value !== "object" || value === null)
    return visit.rest(value, path);
  const wanted = own.map((pattern) => pattern.split(".")[path.length] ?? "*");
  const missing = wanted.filter((key) => key !== "*" && !Object.hasOwn(value, key));
  const map = (key: string, field: unknown) => mapFields(field, patterns, visit, [...path, key]);
  if (Array.isArray(value)) return value.map((item, index) => map(String(index), item));
  const entries = [...Object.entries(value), ...missing.map((key) => [key, undefined] as const)];
  return Object.fromEntries(entries.map(([key, field]) => [key, map(key, field)]));
};

/** Problems of all fields of a step's input: what `bare` and `templates` say of their places. */
export const fieldProblems = (
  given: Record<string, unknown>,
  patterns: readonly string[],
  at: string,
  check: {
    bare: (source: string, path: string) => Problem[];
    templates: (value: unknown, path: string, field: string) => Problem[];
  },
): Problem[] => {
  const problems: Problem[] = [];
  const pathOf = (path: readonly string[]) => [at, ...path].join(".");
  mapFields(given, patterns, {
    bare: (value, path) => {
      const message = "An expression is needed here.";
      if (typeof value === "string") problems.push(...check.bare(value, pathOf(path)));
      else problems.push({ path: pathOf(path), code: "expression_missing", message });
    },
    rest: (value, path) => {
      problems.push(...check.templates(value, pathOf(path), path[0] ?? ""));
    },
  });
  return problems;
};
