import { built, charge, type Frame } from "./budget.ts";
import { calculate, compareDecimals, Decimal, parseDecimal } from "./decimal.ts";
import { Instant, Span } from "./instant.ts";
import { ValueProblem } from "./problem.ts";

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Decimal || value instanceof Instant || value instanceof Span);

/** A value's kind in words, for messages. */
export const kindOf = (value: unknown): string => {
  if (value === null || value === undefined) return "null";
  if (Array.isArray(value)) return "a list";
  if (value instanceof Decimal) return "a decimal";
  if (value instanceof Instant) return "a time";
  if (value instanceof Span) return "a duration";
  const names: Record<string, string> = {
    string: "a text",
    number: "a number",
    object: "an object",
  };
  return names[typeof value] ?? `a ${typeof value}`;
};

/** `value.key` or `value[key]`: own fields of JSON only, null where there is nothing, at any depth. */
export const memberOf = (value: unknown, key: unknown): unknown => {
  if (Array.isArray(value)) {
    if (typeof key !== "number") return null;
    return value[key < 0 ? value.length + key : key] ?? null;
  }
  if (!isFields(value) || (typeof key !== "string" && typeof key !== "number")) return null;
  const found = Object.hasOwn(value, key) ? value[key] : null;
  return found === undefined || typeof found === "function" || typeof found === "symbol"
    ? null
    : found;
};

/** The keys of an object or the indexes of a list; nothing for anything else. */
export const keysOf = (value: unknown): unknown[] => (isFields(value) ? Object.keys(value) : []);

const sameFields = (frame: Frame, a: Fields, b: Fields): boolean => {
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && equal(frame, a[key], b[key]))
  );
};

/** Equality by content; missing equals null, 1 equals 1.0, a decimal equals the number it spells. */
export const equal = (frame: Frame, a: unknown, b: unknown): boolean => {
  charge(frame, 1);
  if (a === b) return true;
  if (a === null || a === undefined || b === null || b === undefined)
    return (a ?? b ?? null) === null;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => equal(frame, item, b[index]));
  if (isFields(a) && isFields(b)) return sameFields(frame, a, b);
  return typeof a !== "boolean" && orderOf(a, b) === 0;
};

const asDecimal = (value: unknown): Decimal | undefined =>
  value instanceof Decimal ? value : typeof value === "number" ? parseDecimal(value) : undefined;

/** Negative, zero or positive; undefined when the two are of kinds that do not compare. */
const orderOf = (a: unknown, b: unknown): number | undefined => {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "string" && typeof b === "string") return a < b ? -1 : a > b ? 1 : 0;
  if (typeof a === "boolean" && typeof b === "boolean") return Number(a) - Number(b);
  if (a instanceof Instant && b instanceof Instant) return a.ms - b.ms;
  if (a instanceof Span && b instanceof Span) return a.ms - b.ms;
  if (!(a instanceof Decimal) && !(b instanceof Decimal)) return undefined;
  const left = asDecimal(a);
  const right = asDecimal(b);
  return left && right && compareDecimals(left, right);
};

/** `a op b` for < <= > >=. Against null every order is false; kinds that do not compare are an error. */
export const compare = (op: string, a: unknown, b: unknown): boolean => {
  if (a === null || a === undefined || b === null || b === undefined) return false;
  const order = orderOf(a, b);
  if (order === undefined)
    throw new ValueProblem(
      `${kindOf(a)} and ${kindOf(b)} do not compare; convert with decimal(), double() or timestamp()`,
    );
  if (op === "<") return order < 0;
  if (op === "<=") return order <= 0;
  return op === ">" ? order > 0 : order >= 0;
};

/** What a value looks like inside a text: null is empty, objects and lists are JSON. */
export const textOf = (value: unknown): string => {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value;
  return Array.isArray(value) || isFields(value) ? JSON.stringify(value) : String(value);
};

const times = (op: string, a: unknown, b: unknown): unknown => {
  if (a instanceof Instant && b instanceof Span)
    return new Instant(op === "-" ? a.ms - b.ms : a.ms + b.ms);
  if (op === "+" && a instanceof Span && b instanceof Instant) return new Instant(b.ms + a.ms);
  if (op === "-" && a instanceof Instant && b instanceof Instant) return new Span(a.ms - b.ms);
  if (a instanceof Span && b instanceof Span)
    return new Span(op === "-" ? a.ms - b.ms : a.ms + b.ms);
  return undefined;
};

const numbers = (op: string, a: number, b: number): number => {
  if ((op === "/" || op === "%") && b === 0) throw new ValueProblem("division by zero");
  const result = { "+": a + b, "-": a - b, "*": a * b, "/": a / b, "%": a % b }[op] ?? Number.NaN;
  if (!Number.isFinite(result)) throw new ValueProblem("the number is out of range");
  return result;
};

const joined = (frame: Frame, a: unknown, b: unknown): unknown => {
  if (typeof a === "string" || typeof b === "string") return built(frame, textOf(a) + textOf(b));
  if (!Array.isArray(a) || !Array.isArray(b)) return undefined;
  charge(frame, a.length + b.length);
  return [...a, ...b];
};

/** `a op b` for + - * / %. Null with anything is null, except that + joins a text with anything. */
export const arithmetic = (frame: Frame, op: string, a: unknown, b: unknown): unknown => {
  if (typeof a === "number" && typeof b === "number") return numbers(op, a, b);
  const text = op === "+" ? joined(frame, a, b) : undefined;
  if (text !== undefined) return text;
  if (a === null || a === undefined || b === null || b === undefined) return null;
  charge(frame, 4);
  const left = asDecimal(a);
  const right = asDecimal(b);
  if (left && right) return calculate(op, left, right);
  const time = op === "+" || op === "-" ? times(op, a, b) : undefined;
  if (time === undefined) throw new ValueProblem(`${kindOf(a)} ${op} ${kindOf(b)} has no meaning`);
  return time;
};

/** Whether a condition holds: true or false as they are, null is false, everything else is an error. */
export const holds = (value: unknown): boolean => {
  if (typeof value === "boolean") return value;
  if (value === null || value === undefined) return false;
  throw new ValueProblem(`a condition is true or false, not ${kindOf(value)}`);
};

/** A value as plain JSON: decimals, times and durations become texts, at any depth. Nothing plain is copied. */
export const plain = (frame: Frame, value: unknown): unknown => {
  if (value === undefined) return null;
  if (typeof value !== "object" || value === null) return value;
  charge(frame, 1);
  if (Array.isArray(value)) {
    const items = value.map((item) => plain(frame, item));
    charge(frame, items.length >> 3);
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  if (!isFields(value)) return String(value);
  const entries = Object.entries(value).map(([key, field]) => [key, plain(frame, field)] as const);
  return entries.some(([key, field]) => field !== value[key]) ? Object.fromEntries(entries) : value;
};
