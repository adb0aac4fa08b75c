import { isDeepStrictEqual } from "node:util";

/** The two sides of a change, cut down to the keys whose values differ. Undefined values count as not given. */
export const changed = <T extends object>(
  before: T,
  after: Partial<T>,
): { before: Partial<T>; after: Partial<T> } => {
  const keys = (Object.keys(after) as (keyof T)[]).filter(
    (key) => after[key] !== undefined && !isDeepStrictEqual(before[key], after[key]),
  );
  const pick = (from: Partial<T>) =>
    Object.fromEntries(keys.map((key) => [key, from[key]])) as Partial<T>;
  return { before: pick(before), after: pick(after) };
};
