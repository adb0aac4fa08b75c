import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AppError } from "@/lib/core/errors";
import { checkExpression, evaluate } from "@/lib/core/expression/expression";

/** What nobody notices; a process that is held longer is said to stall. */
const BUDGET_MS = 100;

/** Runs an expression that may fail, but only with our error and within the budget. */
const attempt = (source: string, scope: Record<string, unknown>): unknown => {
  const started = performance.now();
  try {
    return evaluate(source, scope);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return undefined;
  } finally {
    const ms = performance.now() - started;
    // A machine shared with other work stops at times; what takes long takes long every time.
    if (ms > BUDGET_MS) expect(quickest(source, scope), source).toBeLessThan(BUDGET_MS);
  }
};

const quickest = (source: string, scope: Record<string, unknown>) => {
  const times = Array.from({ length: 5 }, () => {
    const started = performance.now();
    try {
      evaluate(source, scope);
    } catch {}
    return performance.now() - started;
  });
  return Math.min(...times);
};

const HOLES = [
  "constructor",
  "__proto__",
  "prototype",
  "toString",
  "valueOf",
  "hasOwnProperty",
  "__defineGetter__",
  "__lookupGetter__",
  "call",
  "apply",
  "bind",
];
const TARGETS = [
  "a",
  "a.b",
  "a.list",
  "a.text",
  "''",
  "[]",
  "{}",
  "1",
  "decimal('1')",
  "timestamp(0)",
  "duration('1s')",
];

describe("nothing of the host is in reach", () => {
  const scope = { a: { b: {}, list: [1], text: "x" } };
  const payloads = TARGETS.flatMap((target) =>
    HOLES.flatMap((hole) => [
      `${target}.${hole}`,
      `${target}["${hole}"]`,
      `${target}["${hole}"]["constructor"]`,
    ]),
  );

  test(`${payloads.length} ways over a prototype find null`, () => {
    for (const source of payloads) expect(attempt(source, scope) ?? null, source).toBeNull();
  });

  test.each([
    ...HOLES.map((hole) => `${hole}()`),
    ...HOLES.map((hole) => `a.${hole}('return process')()`),
    "constructor.constructor('return process')()",
    "process.exit()",
    "globalThis",
    "require('fs')",
    "import('fs')",
    "this",
    "a.b['con' + 'structor']",
  ])("%s", (source) => {
    expect(attempt(source, scope) ?? null).toBeNull();
  });

  test("an object cannot be built with a prototype", () => {
    expect(() => evaluate("{'__proto__': {'polluted': true}}", {})).toThrow("__proto__");
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test("functions among the inputs are null and are never called", () => {
    let called = 0;
    const host = { f: () => ++called };
    expect(evaluate("[host.f, host.f == null]", { host })).toEqual([null, true]);
    expect(called).toBe(0);
  });
});

describe("no expression holds the process", () => {
  const big = Array.from({ length: 1000 }, (_, index) => index);
  const scope = {
    t: {
      big,
      words: big.map(String),
      text: "x".repeat(10_000),
      deep: { big: big.map((n) => ({ n, big })) },
    },
  };

  test.each([
    "t.big.map(a, t.big.map(b, a * b))",
    "t.big.map(a, t.big)",
    "t.big.map(a, t.text + t.text)",
    "t.big.map(a, json(t.deep))",
    "json(t.deep) + json(t.deep) + json(t.deep)",
    "t.deep == t.deep && t.deep.big == t.big",
    "t.big.map(a, re2(t.text, '(x+x+)+y'))",
    "re2(t.text, '(x*)*y')",
    "re2(t.text, '(.*)(.*)(.*)(.*)(.*)[^x]')",
    "re2(t.text, '(a{1000}){1000}')",
    "t.big.map(a, re2('a', string(a)))",
    "t.big.map(a, t.text.replace('x', t.text))",
    "t.text.replace('x', t.text)",
    "t.big.map(a, t.words.join(t.text))",
    "t.big.map(a, t.text.split(''))",
    "t.big.map(a, decimal('9').join('9'))",
    "t.big.map(a, decimal('123456789012345678901234567890') * decimal('123456789012345678901234567890'))",
    "t.big.map(a, formatDate(timestamp(a), 'yyyy-MM-dd', 'America/New_York'))",
    "t.big.filter(a, t.big.exists(b, b == a + 1000))",
    `${"!".repeat(1900)}true`,
    `${"(".repeat(1000)}1${")".repeat(1000)}`,
    `${"[".repeat(1000)}${"]".repeat(1000)}`,
    `a${".b".repeat(1000)}`,
    `a${"[0]".repeat(600)}`,
  ])("%s", (source) => {
    attempt(source, scope);
  });

  test("a classic backtracking trap is answered in a moment", () => {
    const started = performance.now();
    expect(evaluate("re2(s, '^(a+)+$')", { s: `${"a".repeat(2000)}!` })).toBe(false);
    expect(performance.now() - started).toBeLessThan(BUDGET_MS);
  });
});

const leaf = fc.constantFrom(
  "1",
  "2.5",
  "'x'",
  "true",
  "null",
  "a",
  "a.b",
  "a.list",
  "a.list[0]",
  "''",
  "decimal('1.1')",
  "timestamp(0)",
);
const names = fc.constantFrom(
  "size",
  "lower",
  "trim",
  "string",
  "int",
  "decimal",
  "json",
  "abs",
  "sum",
  "first",
  "keys",
  "type",
  "bool",
  "urlEncode",
  "parseJson",
  "duration",
  "re2",
  "round",
);
const source = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    leaf,
    fc
      .tuple(
        tie("node"),
        fc.constantFrom("+", "-", "*", "/", "%", "==", "!=", "<", ">=", "&&", "||", "in"),
        tie("node"),
      )
      .map((parts) => `(${parts.join(" ")})`),
    fc.tuple(names, tie("node")).map(([name, inner]) => `${name}(${inner})`),
    fc
      .tuple(
        tie("node"),
        fc.constantFrom("map", "filter", "all", "exists", "exists_one"),
        tie("node"),
      )
      .map(([list, name, body]) => `${list}.${name}(v, ${body})`),
    fc
      .tuple(tie("node"), tie("node"), tie("node"))
      .map(([test, yes, no]) => `(${test} ? ${yes} : ${no})`),
    fc.array(tie("node"), { maxLength: 3 }).map((items) => `[${items.join(", ")}]`),
    fc.tuple(tie("node"), tie("node")).map(([target, key]) => `${target}[${key}]`),
    tie("node").map((inner) => `{"k": ${inner}}`),
  ),
})).node;

test("any expression ends within its budget, and gives plain JSON or one of our errors", () => {
  const json = fc.jsonValue({ maxDepth: 3 });
  fc.assert(
    fc.property(source, json, (text, value) => {
      const scope = { a: { b: value, list: [value, 1, "x"] } };
      const result = attempt(text, scope);
      if (result === undefined) return;
      expect(JSON.parse(JSON.stringify(result))).toEqual(
        JSON.parse(JSON.stringify(attempt(text, scope))),
      );
    }),
    { numRuns: 3000 },
  );
});

test("any text is either read or refused with a place inside it", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200, unit: "binary" }), (text) => {
      const checked = checkExpression(text);
      if ("problem" in checked) {
        expect(checked.problem.position).toBeGreaterThanOrEqual(0);
        expect(checked.problem.position).toBeLessThanOrEqual(text.length);
        expect(checked.problem.message).not.toBe("");
      }
    }),
    { numRuns: 3000 },
  );
});
