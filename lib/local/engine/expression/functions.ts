import { durationMs } from "../config/duration.ts";
import { asText, EvaluationError, equal, kind, member, numeric } from "./values.ts";

type Call = (args: unknown[], nowMs: number) => unknown;

const PATTERN_LENGTH_MAX = 200;
const TEXT_LENGTH_MAX = 20_000;

const text = (value: unknown): string => {
  if (typeof value === "string") return value;
  throw new EvaluationError(`${kind(value)} is not a text`);
};

const matches: Call = ([value, pattern]) => {
  const source = text(pattern);
  if (source.length > PATTERN_LENGTH_MAX) throw new EvaluationError("the pattern is too long");
  return new RegExp(source, "u").test(text(value).slice(0, TEXT_LENGTH_MAX));
};

const size: Call = ([value]) => {
  if (typeof value === "string") return [...value].length;
  if (Array.isArray(value)) return value.length;
  return value && typeof value === "object" ? Object.keys(value).length : 0;
};

const instant = (value: unknown): number => {
  const ms = typeof value === "number" ? value : Date.parse(text(value));
  if (Number.isNaN(ms)) throw new EvaluationError(`"${asText(value)}" is not a date`);
  return ms;
};

const span = (value: unknown): number => {
  const ms = durationMs(text(value));
  if (ms === null) throw new EvaluationError(`"${asText(value)}" is not a duration`);
  return ms;
};

const toNumber: Call = ([value]) => {
  const number = typeof value === "boolean" ? Number(value) : Number.parseFloat(asText(value));
  if (Number.isNaN(number)) throw new EvaluationError(`"${asText(value)}" is not a number`);
  return number;
};

/** Called as `name(args)` or `value.name(args)`; a method's value is the first argument. */
export const FUNCTIONS: Record<string, Call> = {
  size,
  matches,
  startsWith: ([value, prefix]) => asText(value).startsWith(text(prefix)),
  endsWith: ([value, suffix]) => asText(value).endsWith(text(suffix)),
  contains: ([value, part]) =>
    Array.isArray(value)
      ? value.some((item) => equal(item, part))
      : asText(value).includes(text(part)),
  lowercase: ([value]) => asText(value).toLowerCase(),
  uppercase: ([value]) => asText(value).toUpperCase(),
  lowerAscii: ([value]) => asText(value).toLowerCase(),
  upperAscii: ([value]) => asText(value).toUpperCase(),
  trim: ([value]) => asText(value).trim(),
  split: ([value, separator]) => asText(value).split(text(separator)),
  join: ([value, separator]) =>
    Array.isArray(value) ? value.map(asText).join(asText(separator)) : asText(value),
  indexOf: ([value, part]) => asText(value).indexOf(text(part)),
  replace: ([value, from, to]) => asText(value).replaceAll(text(from), text(to)),
  charAt: ([value, index]) => asText(value).charAt(numeric(index)),
  b64decode: ([value]) => Buffer.from(text(value), "base64").toString("utf8"),
  json_parse: ([value]) => {
    try {
      return JSON.parse(text(value));
    } catch {
      throw new EvaluationError("the text is not JSON");
    }
  },
  int: (args, now) => Math.trunc(numeric(toNumber(args, now))),
  uint: (args, now) => Math.max(0, Math.trunc(numeric(toNumber(args, now)))),
  double: toNumber,
  string: ([value]) => asText(value),
  bool: ([value]) => value === true || value === "true",
  date: ([value]) => instant(value),
  timestamp: ([value]) => instant(value),
  duration: ([value]) => span(value),
  now: (_, now) => now,
  now_plus: ([value], now) => now + span(value),
  now_minus: ([value], now) => now - span(value),
};

/** Called as `list.name(variable, expression)`. */
export const MACROS = new Set(["all", "exists", "exists_one", "filter", "map"]);

/** Runs a macro over a list (or the keys of an object). `test` evaluates the body for one item. */
export const runMacro = (
  name: string,
  target: unknown,
  test: (item: unknown) => unknown,
): unknown => {
  const items = Array.isArray(target)
    ? target
    : target && typeof target === "object"
      ? Object.keys(target)
      : [];
  if (name === "map") return items.map(test);
  if (name === "filter") return items.filter((item) => Boolean(test(item)));
  if (name === "all") return items.every((item) => Boolean(test(item)));
  if (name === "exists") return items.some((item) => Boolean(test(item)));
  return items.filter((item) => Boolean(test(item))).length === 1;
};

/** `key in container` */
export const within = (key: unknown, container: unknown): boolean =>
  Array.isArray(container)
    ? container.some((item) => equal(item, key))
    : member(container, key) !== undefined;
