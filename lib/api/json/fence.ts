import { AppError } from "@/lib/core/errors";

const DEPTH_MAX = 64;

const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const COMMA = 44;
const MINUS = 45;
const ZERO = 48;
const NINE = 57;

/** An open object (with the keys seen) or array (with the index reached). */
type Level = { keys: Set<string> | undefined; at: string | number };

const fail = (levels: Level[], code: string, message: string): never => {
  // The last keys are enough to find the place, and the answer stays short.
  const path = levels
    .slice(0, 20)
    .map(({ at }) => String(at).slice(0, 60))
    .join(".");
  throw new AppError("malformed", message, { issues: [{ path, code, message }] });
};

const stringEnd = (text: string, start: number) => {
  let at = start + 1;
  while (text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at;
};

const readString = (raw: string, levels: Level[]): string => {
  // Raw text is valid UTF-8 without control characters, so only an escape can hide something.
  if (!raw.includes("\\")) return raw.slice(1, -1);
  const value = JSON.parse(raw) as string;
  if (value.includes("\0")) fail(levels, "nul_character", "A text contains the NUL character.");
  if (!value.isWellFormed())
    fail(levels, "lone_surrogate", "A text contains half of a surrogate pair.");
  return value;
};

const enterKey = (key: string, level: Level, levels: Level[]) => {
  level.at = key;
  if (key === "__proto__") fail(levels, "forbidden_key", "The key __proto__ is not accepted.");
  if (level.keys?.has(key)) fail(levels, "duplicate_key", "A key appears twice in one object.");
  level.keys?.add(key);
};

/** Valid JSON follows a number with white space, a comma or a bracket only. */
const numberEnd = (text: string, start: number) => {
  let at = start + 1;
  for (; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    const ends = char <= 32 || char === COMMA || char === CLOSE_BRACE || char === CLOSE_BRACKET;
    if (ends) return at;
  }
  return at;
};

const checkNumber = (raw: string, levels: Level[]) => {
  if (raw.length < 16 && !/e/i.test(raw)) return;
  const value = Number(raw);
  if (!Number.isFinite(value)) fail(levels, "number_range", "A number is too large.");
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    fail(levels, "number_range", "A whole number is beyond 2^53; send it as text.");
};

const open = (levels: Level[], isObject: boolean) => {
  if (levels.length === DEPTH_MAX)
    fail(levels, "too_deep", `The body is nested deeper than ${DEPTH_MAX} levels.`);
  levels.push(isObject ? { keys: new Set(), at: "" } : { keys: undefined, at: 0 });
};

/** Walks JSON text that is known to parse, once and without recursion. Throws malformed with a dotted path. */
export const checkJson = (text: string): void => {
  const levels: Level[] = [];
  let expectsKey = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    const level = levels.at(-1);
    if (char === QUOTE) {
      const end = stringEnd(text, at);
      const value = readString(text.slice(at, end + 1), levels);
      if (expectsKey && level) enterKey(value, level, levels);
      expectsKey = false;
      at = end;
    } else if (char === OPEN_BRACE || char === OPEN_BRACKET) {
      open(levels, char === OPEN_BRACE);
      expectsKey = char === OPEN_BRACE;
    } else if (char === CLOSE_BRACE || char === CLOSE_BRACKET) {
      levels.pop();
      expectsKey = false;
    } else if (char === COMMA && level) {
      if (typeof level.at === "number") level.at += 1;
      expectsKey = level.keys !== undefined;
    } else if (char === MINUS || (char >= ZERO && char <= NINE)) {
      const end = numberEnd(text, at);
      checkNumber(text.slice(at, end), levels);
      at = end - 1;
    }
  }
};
