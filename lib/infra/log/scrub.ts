import { scrubText } from "@/lib/infra/log/scrub-text";

const HIDDEN = "[hidden]";
const DEPTH_MAX = 8;
const ITEMS_MAX = 100;

/** Names of fields whose value is never written, after `camelCase` and `kebab-case` became `snake_case`. */
const SENSITIVE =
  /authorization|cookie|password|passwd|secret|token|api_?key|signature|credential|private_?key|(^|_)(iban|card|pan|cvc|cvv|otp)(_|$)/;

const snake = (key: string) =>
  key
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[-.\s]/g, "_")
    .toLowerCase();

const NAMES_MAX = 2000;
const names = new Map<string, { shown: string; isSensitive: boolean }>();

/** What is told of a field by its name; most lines have the same few. */
const judge = (key: string) => {
  const known = names.get(key);
  if (known) return known;
  const judged = { shown: scrubText(key), isSensitive: SENSITIVE.test(snake(key)) };
  if (names.size < NAMES_MAX && key.length <= 64) names.set(key, judged);
  return judged;
};

const describeError = (error: Error, depth: number, seen: WeakSet<object>) => ({
  type: error.name,
  ...("code" in error && { code: walk(error.code, depth, seen) }),
  message: scrubText(error.message),
  ...(error.stack && { stack: scrubText(error.stack) }),
  ...(error.cause !== undefined && { cause: walk(error.cause, depth, seen) }),
  ...(error instanceof AggregateError && { errors: walk(error.errors, depth, seen) }),
});

/** A map's entries under texts; a key that is an object has no name to go by. */
const named = (map: Map<unknown, unknown>) =>
  Object.fromEntries(
    [...map].map(([key, value]) => [typeof key === "object" ? "[object]" : String(key), value]),
  );

const walkObject = (value: object, depth: number, seen: WeakSet<object>): unknown => {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof Error) return describeError(value, depth, seen);
  if (value instanceof Headers) return walkObject(Object.fromEntries(value), depth, seen);
  if (value instanceof Map) return walkObject(named(value), depth, seen);
  const items = value instanceof Set ? [...value] : value;
  if (Array.isArray(items)) return items.slice(0, ITEMS_MAX).map((item) => walk(item, depth, seen));
  return Object.fromEntries(
    Object.entries(items)
      .slice(0, ITEMS_MAX)
      .map(([key, inner]) => {
        const { shown, isSensitive } = judge(key);
        const isHidden = isSensitive && inner !== null && inner !== undefined;
        return [shown, isHidden ? HIDDEN : walk(inner, depth, seen)];
      }),
  );
};

const walk = (value: unknown, depth: number, seen: WeakSet<object>): unknown => {
  if (typeof value === "string") return scrubText(value);
  if (typeof value === "number") return scrubText(String(value)) === String(value) ? value : HIDDEN;
  if (typeof value === "bigint") return scrubText(String(value));
  if (typeof value === "function" || typeof value === "symbol") return undefined;
  if (typeof value !== "object" || value === null) return value;
  if (depth === 0 || seen.has(value)) return "[cut]";
  seen.add(value);
  const result = walkObject(value, depth - 1, seen);
  seen.delete(value);
  return result;
};

/**
 * A copy of any value that may leave the process: sensitive fields hidden by name, secrets hidden by form in every text
 * (messages, stacks, causes, nested values), errors as plain data, cycles cut, at most `depth` levels (default 8) and
 * 100 entries each.
 */
export const scrub = (value: unknown, depth = DEPTH_MAX): unknown =>
  walk(value, depth, new WeakSet());
