import { RE2JS, RE2JSSyntaxException } from "re2js";
import { built, charge, type Frame, ITEMS_MAX, TEXT_MAX } from "./budget.ts";
import { calculate, Decimal, parseDecimal, roundDecimal } from "./decimal.ts";
import { ValueProblem } from "./problem.ts";
import { TIME_FUNCTIONS } from "./time-functions.ts";
import { compare, equal, keysOf, kindOf, memberOf, textOf } from "./values.ts";

/** A function's arity, and what it does; a method's receiver is the first argument. */
export type Builtin = { min: number; max: number; run: (frame: Frame, args: unknown[]) => unknown };

const PATTERN_MAX = 200;
const SUBJECT_MAX = 10_000;

const isNone = (value: unknown) => value === null || value === undefined;

const text = (value: unknown): string => {
  if (typeof value === "string") return value;
  throw new ValueProblem(`a text is needed, not ${kindOf(value)}`);
};

const number = (value: unknown): number => {
  if (typeof value === "number") return value;
  throw new ValueProblem(`a number is needed, not ${kindOf(value)}`);
};

const list = (frame: Frame, value: unknown): unknown[] => {
  if (!Array.isArray(value)) throw new ValueProblem(`a list is needed, not ${kindOf(value)}`);
  if (value.length > ITEMS_MAX)
    throw new ValueProblem(`a list walked here has at most ${ITEMS_MAX} items`);
  charge(frame, value.length);
  return value;
};

// Every function answers null for a missing first argument, so that a missing field does not stop a run.
const fn = (
  min: number,
  max: number,
  run: (frame: Frame, ...args: unknown[]) => unknown,
): Builtin => ({
  min,
  max,
  run: (frame, args) => {
    charge(frame, 2);
    return isNone(args[0]) ? null : run(frame, ...args);
  },
});

// A text function charges for the text it reads.
const textFn = (extra: number, run: (frame: Frame, value: string, ...args: string[]) => unknown) =>
  fn(1 + extra, 1 + extra, (frame, ...args) => {
    const texts = args.map(text);
    charge(frame, (texts[0]?.length ?? 0) >> 5);
    return run(frame, texts[0] ?? "", ...texts.slice(1));
  });

const patterns = new Map<string, RE2JS>();

const patternFor = (frame: Frame, source: string): RE2JS => {
  const known = patterns.get(source);
  if (known) return known;
  charge(frame, 4000);
  if (source.length > PATTERN_MAX)
    throw new ValueProblem(`a pattern has at most ${PATTERN_MAX} characters`);
  try {
    const made = RE2JS.compile(source);
    if (patterns.size >= 200) patterns.clear();
    patterns.set(source, made);
    return made;
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    throw new ValueProblem(`the pattern cannot be read: ${error.message.slice(0, 120)}`);
  }
};

const matchesPattern = (frame: Frame, subject: string, pattern: string): boolean => {
  if (subject.length > SUBJECT_MAX)
    throw new ValueProblem(`re2() reads at most ${SUBJECT_MAX} characters`);
  charge(frame, 500 + subject.length * 2);
  return patternFor(frame, pattern).test(subject);
};

const toNumber = (value: unknown): number => {
  if (value instanceof Decimal) return Number(value.toString());
  if (typeof value === "boolean") return Number(value);
  const result = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof result === "number" && Number.isFinite(result)) return result;
  throw new ValueProblem(`"${textOf(value).slice(0, 60)}" is not a number`);
};

const toDecimal = (value: unknown): Decimal => {
  if (value instanceof Decimal) return value;
  const made =
    typeof value === "string" || typeof value === "number" ? parseDecimal(value) : undefined;
  if (made) return made;
  throw new ValueProblem(`"${textOf(value).slice(0, 60)}" is not a decimal number`);
};

const sum = (frame: Frame, values: unknown): unknown => {
  const items = list(frame, values).filter((item) => !isNone(item));
  if (items.every((item) => typeof item === "number")) return items.reduce((a, b) => a + b, 0);
  return items.map(toDecimal).reduce((a, b) => calculate("+", a, b));
};

const extreme = (op: string) =>
  fn(1, 20, (frame, ...args) => {
    const items = args.length === 1 && Array.isArray(args[0]) ? list(frame, args[0]) : args;
    return items.reduce(
      (best, item) => (isNone(best) || compare(op, item, best) ? item : best),
      null,
    );
  });

const round = (value: unknown, places: unknown = 0): unknown => {
  const digits = number(places);
  if (!Number.isInteger(digits) || digits < 0 || digits > 15)
    throw new ValueProblem("round() keeps 0 to 15 places");
  if (value instanceof Decimal) return roundDecimal(value, digits);
  const exact = parseDecimal(number(value));
  return exact ? Number(roundDecimal(exact, digits).toString()) : value;
};

const contains = (frame: Frame, container: unknown, part: unknown): boolean => {
  if (Array.isArray(container))
    return list(frame, container).some((item) => equal(frame, item, part));
  if (typeof container === "object") return !isNone(memberOf(container, part));
  charge(frame, text(container).length >> 5);
  return text(container).includes(text(part));
};

const parseJson = (frame: Frame, value: string): unknown => {
  charge(frame, value.length >> 3);
  try {
    return JSON.parse(value);
  } catch {
    throw new ValueProblem("the text is not JSON");
  }
};

const replaced = (frame: Frame, value: string, from = "", to = "") => {
  if (from === "") throw new ValueProblem("replace() needs something to look for");
  const parts = value.split(from);
  charge(frame, parts.length);
  const length = value.length + (parts.length - 1) * (to.length - from.length);
  if (length > TEXT_MAX)
    throw new ValueProblem(`a text built here has at most ${TEXT_MAX} characters`);
  return built(frame, parts.join(to));
};

const encoded = (kind: (value: string) => string) =>
  fn(1, 1, (frame, value) => built(frame, kind(textOf(value).toWellFormed())));

const binary = (value: string): string => {
  let bytes = "";
  for (const byte of new TextEncoder().encode(value)) bytes += String.fromCharCode(byte);
  return bytes;
};

/** `-value` */
export const negated = (value: unknown): unknown => {
  if (isNone(value)) return null;
  if (value instanceof Decimal) return new Decimal(-value.units, value.scale);
  return -number(value);
};

/** Every function of the dialect. Called as `name(args)` or `first.name(rest)`. */
export const FUNCTIONS: Readonly<Record<string, Builtin>> = {
  ...TIME_FUNCTIONS(fn),
  size: {
    min: 1,
    max: 1,
    run: (_frame, [value]) => {
      if (typeof value === "string" || Array.isArray(value)) return value.length;
      return keysOf(value).length;
    },
  },
  contains: {
    min: 2,
    max: 2,
    run: (frame, [a, b]) => !isNone(a) && !isNone(b) && contains(frame, a, b),
  },
  startsWith: textFn(1, (_, value, part = "") => value.startsWith(part)),
  endsWith: textFn(1, (_, value, part = "") => value.endsWith(part)),
  lower: textFn(0, (frame, value) => built(frame, value.toLowerCase())),
  upper: textFn(0, (frame, value) => built(frame, value.toUpperCase())),
  trim: textFn(0, (_, value) => value.trim()),
  replace: textFn(2, replaced),
  re2: textFn(1, (frame, value, pattern = "") => matchesPattern(frame, value, pattern)),
  substring: fn(2, 3, (_, value, from, to) =>
    text(value).slice(number(from), isNone(to) ? undefined : number(to)),
  ),
  split: textFn(1, (frame, value, separator = "") =>
    list(frame, value.split(separator, ITEMS_MAX + 1)),
  ),
  join: fn(1, 2, (frame, value, separator = "") =>
    list(frame, value).reduce<string>(
      (all, item, index) => built(frame, all + (index > 0 ? text(separator) : "") + textOf(item)),
      "",
    ),
  ),
  keys: fn(1, 1, (frame, value) => list(frame, keysOf(value))),
  first: fn(1, 1, (_, value) => memberOf(value, 0)),
  last: fn(1, 1, (_, value) => memberOf(value, -1)),
  sum: fn(1, 1, sum),
  min: extreme("<"),
  max: extreme(">"),
  abs: fn(1, 1, (_, value) => (compare("<", value, 0) ? negated(value) : value)),
  round: fn(1, 2, (_, value, places) => round(value, places ?? 0)),
  int: fn(1, 1, (_, value) => Math.trunc(toNumber(value))),
  double: fn(1, 1, (_, value) => toNumber(value)),
  decimal: fn(1, 1, (_, value) => toDecimal(value)),
  string: fn(1, 1, (frame, value) => built(frame, textOf(value))),
  bool: fn(1, 1, (_, value) => value === true || value === "true"),
  json: fn(1, 1, (frame, value) => built(frame, JSON.stringify(value) ?? "null")),
  parseJson: textFn(0, parseJson),
  urlEncode: encoded(encodeURIComponent),
  base64: textFn(0, (frame, value) => built(frame, btoa(binary(value)))),
  type: { min: 1, max: 1, run: (_frame, [value]) => kindOf(value).replace(/^an? /, "") },
  default: {
    min: 2,
    max: 2,
    run: (_frame, [value, otherwise]) => (isNone(value) ? otherwise : value),
  },
};
