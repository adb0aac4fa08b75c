/** Thrown when an expression meets values it cannot work with. */
export class EvaluationError extends Error {
  override readonly name = "EvaluationError";
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** `value.key` or `value[key]`; undefined where there is nothing, at any depth. */
export const member = (value: unknown, key: unknown): unknown => {
  if (Array.isArray(value)) return typeof key === "number" ? value[key] : undefined;
  if (!isRecord(value)) return undefined;
  const name = String(key);
  return Object.hasOwn(value, name) ? value[name] : undefined;
};

/** Equality by content. Missing and null are equal; 1 and 1.0 are equal. */
export const equal = (a: unknown, b: unknown): boolean => {
  if (a === b) return true;
  if (a === null || a === undefined || b === null || b === undefined)
    return (a ?? null) === (b ?? null);
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, i) => equal(item, b[i]));
  }
  if (!isRecord(a) || !isRecord(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && equal(a[key], b[key]))
  );
};

/** Negative, zero or positive; missing and null come before everything; null when the two do not compare. */
export const order = (a: unknown, b: unknown): number | null => {
  const left = a ?? null;
  const right = b ?? null;
  if (left === null || right === null) return Number(left !== null) - Number(right !== null);
  if (typeof left === "number" && typeof right === "number") return left - right;
  if (typeof left === "boolean" && typeof right === "boolean") return Number(left) - Number(right);
  if (typeof left === "string" && typeof right === "string") {
    return left < right ? -1 : Number(left > right);
  }
  return null;
};

/** What a value looks like inside a text. */
export const asText = (value: unknown): string => {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
};

/** `a + b`: numbers add, lists join, and a text joins with anything. */
export const add = (a: unknown, b: unknown): unknown => {
  if (typeof a === "number" && typeof b === "number") return a + b;
  if (Array.isArray(a) && Array.isArray(b)) return [...a, ...b];
  if (typeof a === "string" || typeof b === "string") return asText(a) + asText(b);
  throw new EvaluationError(`cannot add ${kind(a)} and ${kind(b)}`);
};

/** A value as a number, for arithmetic. */
export const numeric = (value: unknown): number => {
  if (typeof value === "number") return value;
  throw new EvaluationError(`${kind(value)} is not a number`);
};

/** A value's type in words. */
export const kind = (value: unknown): string =>
  value === undefined || value === null
    ? "null"
    : Array.isArray(value)
      ? "a list"
      : `a ${typeof value}`;
