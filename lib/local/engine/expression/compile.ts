import { type ASTNode, ParseError, parse } from "@marcbachmann/cel-js";
import { FUNCTIONS, MACROS, runMacro, within } from "./functions.ts";
import { add, EvaluationError, equal, member, numeric, order } from "./values.ts";

/** The variables of an expression. `async` is the incoming event of a wait or a cancellation. */
export type Scope = { event?: unknown; async?: unknown };
type Names = Record<string, unknown>;
type Code = (names: Names, nowMs: number) => unknown;

/** A checked expression; `tree` is for those who look for equalities and paths in it. */
export type Expression = {
  text: string;
  tree: ASTNode;
  run: (scope: Scope, nowMs: number) => unknown;
};

const LENGTH_MAX = 4_000;
const ROOTS = new Set(["event", "async"]);

const literal = (value: unknown): unknown => {
  if (typeof value === "bigint") return Number(value);
  if (typeof value === "object" && value !== null && !(value instanceof Uint8Array))
    return Number(value);
  return value;
};

const compare = (op: string, left: Code, right: Code): Code => {
  const holds = (sign: number): boolean =>
    op === "<" ? sign < 0 : op === "<=" ? sign <= 0 : op === ">" ? sign > 0 : sign >= 0;
  return (names, now) => {
    const sign = order(left(names, now), right(names, now));
    return sign !== null && holds(sign);
  };
};

const arithmetic = (op: string, left: Code, right: Code): Code => {
  if (op === "+") return (names, now) => add(left(names, now), right(names, now));
  return (names, now) => {
    const a = numeric(left(names, now));
    const b = numeric(right(names, now));
    if (op === "-") return a - b;
    if (op === "*") return a * b;
    if (b === 0) throw new EvaluationError("division by zero");
    return op === "/" ? a / b : a % b;
  };
};

const binary = (op: string, left: Code, right: Code): Code => {
  switch (op) {
    case "==":
      return (names, now) => equal(left(names, now), right(names, now));
    case "!=":
      return (names, now) => !equal(left(names, now), right(names, now));
    case "in":
      return (names, now) => within(left(names, now), right(names, now));
    case "&&":
      return (names, now) => Boolean(left(names, now)) && Boolean(right(names, now));
    case "||":
      return (names, now) => Boolean(left(names, now)) || Boolean(right(names, now));
    case "[]":
      return (names, now) => member(left(names, now), right(names, now));
    case "<":
    case "<=":
    case ">":
    case ">=":
      return compare(op, left, right);
    default:
      return arithmetic(op, left, right);
  }
};

const call = (name: string, args: ASTNode[], target: ASTNode | null, known: Set<string>): Code => {
  const [first, second] = args;
  if (!target && name === "has" && first) {
    const path = build(first, known);
    return (names, now) => path(names, now) !== undefined;
  }
  if (target && MACROS.has(name)) {
    if (args.length !== 2 || first?.op !== "id" || !second) {
      throw new SyntaxError(`${name}() takes a variable and an expression`);
    }
    const variable = first.args;
    const list = build(target, known);
    const body = build(second, new Set([...known, variable]));
    return (names, now) =>
      runMacro(name, list(names, now), (item) => body({ ...names, [variable]: item }, now));
  }
  const run = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (!run) throw new SyntaxError(`there is no function ${name}()`);
  const codes = (target ? [target, ...args] : args).map((arg) => build(arg, known));
  return (names, now) =>
    run(
      codes.map((code) => code(names, now)),
      now,
    );
};

const collection = (node: Extract<ASTNode, { op: "list" | "map" }>, known: Set<string>): Code => {
  if (node.op === "list") {
    const items = node.args.map((item) => build(item, known));
    return (names, now) => items.map((item) => item(names, now));
  }
  const pairs = node.args.map(([key, value]) => [build(key, known), build(value, known)] as const);
  return (names, now) =>
    Object.fromEntries(pairs.map(([key, value]) => [String(key(names, now)), value(names, now)]));
};

const build = (node: ASTNode, known: Set<string>): Code => {
  switch (node.op) {
    case "value": {
      const value = literal(node.args);
      return () => value;
    }
    case "id": {
      const name = node.args;
      if (!known.has(name)) throw new SyntaxError(`there is no variable "${name}"`);
      return (names) => names[name];
    }
    case ".": {
      const target = build(node.args[0], known);
      const name = node.args[1];
      return (names, now) => member(target(names, now), name);
    }
    case "call":
      return call(node.args[0], node.args[1], null, known);
    case "rcall":
      return call(node.args[0], node.args[2], node.args[1], known);
    case "list":
    case "map":
      return collection(node, known);
    case "?:": {
      const [test, yes, no] = node.args.map((part) => build(part, known)) as [Code, Code, Code];
      return (names, now) => (test(names, now) ? yes(names, now) : no(names, now));
    }
    case "!_": {
      const inner = build(node.args, known);
      return (names, now) => !inner(names, now);
    }
    case "-_": {
      const inner = build(node.args, known);
      return (names, now) => -numeric(inner(names, now));
    }
    case ".?":
    case "[?]":
      throw new SyntaxError("optional access is not offered: a missing path is null anyway");
    default:
      return binary(node.op, build(node.args[0], known), build(node.args[1], known));
  }
};

const cache = new Map<string, Expression>();
const CACHE_MAX = 10_000;

/**
 * Reads a CEL expression over `event` and `async`. Throws a SyntaxError in one sentence when it cannot be read or
 * names an unknown variable or function.
 */
export const compile = (text: string): Expression => {
  const cached = cache.get(text);
  if (cached) return cached;
  if (text.length > LENGTH_MAX)
    throw new SyntaxError(`an expression has at most ${LENGTH_MAX} characters`);
  try {
    const tree = parse(text).ast;
    const code = build(tree, ROOTS);
    const expression: Expression = { text, tree, run: (scope, nowMs) => code(scope, nowMs) };
    if (cache.size >= CACHE_MAX) cache.clear();
    cache.set(text, expression);
    return expression;
  } catch (error) {
    if (error instanceof ParseError)
      throw new SyntaxError(error.message.split("\n")[0] ?? "syntax error");
    throw error;
  }
};
