import type { ASTNode } from "@marcbachmann/cel-js";
import { charge, type Frame, ITEMS_MAX } from "./budget.ts";
import { FUNCTIONS, negated } from "./functions.ts";
import { childrenOf, LOOPS } from "./parse.ts";
import { SyntaxProblem, ValueProblem } from "./problem.ts";
import { arithmetic, compare, equal, holds, keysOf, kindOf, memberOf } from "./values.ts";

export type Code = (frame: Frame) => unknown;
/** The loop variables around a node, outermost first. */
type Names = readonly string[];

const refuse = (code: string, message: string, node: ASTNode): never => {
  throw new SyntaxProblem(code, message, node.start);
};

const literal = (node: ASTNode, value: unknown): Code => {
  if (value instanceof Uint8Array)
    return refuse("expression_syntax", "Byte texts are not offered.", node);
  const wraps = typeof value === "bigint" || (typeof value === "object" && value !== null);
  const plain = wraps ? Number(value) : value;
  if (wraps && !Number.isSafeInteger(plain))
    refuse(
      "expression_number",
      'This number is too large to be exact; write it as decimal("…").',
      node,
    );
  return () => plain;
};

const variable = (name: string, names: Names): Code => {
  const slot = names.lastIndexOf(name);
  if (slot >= 0) return (frame) => frame.locals[slot];
  return (frame) => (Object.hasOwn(frame.vars, name) ? (frame.vars[name] ?? null) : null);
};

const binary = (op: string, left: Code, right: Code): Code => {
  switch (op) {
    case "&&":
      return (frame) => holds(left(frame)) && holds(right(frame));
    case "||":
      return (frame) => holds(left(frame)) || holds(right(frame));
    case "==":
      return (frame) => equal(frame, left(frame), right(frame));
    case "!=":
      return (frame) => !equal(frame, left(frame), right(frame));
    case "[]":
      return (frame) => memberOf(left(frame), right(frame));
    case "in":
      return (frame) => within(frame, left(frame), right(frame));
    case "<":
    case "<=":
    case ">":
    case ">=":
      return (frame) => compare(op, left(frame), right(frame));
    default:
      return (frame) => arithmetic(frame, op, left(frame), right(frame));
  }
};

const within = (frame: Frame, key: unknown, container: unknown): boolean =>
  Array.isArray(container)
    ? container.some((item) => equal(frame, item, key))
    : memberOf(container, key) !== null;

const sizeOf = (node: ASTNode): number =>
  childrenOf(node).reduce((all, child) => all + sizeOf(child), 1);

const run = (name: string, items: unknown[], test: (item: unknown) => unknown): unknown => {
  if (name === "map") return items.map(test);
  if (name === "filter") return items.filter((item) => holds(test(item)));
  if (name === "all") return items.every((item) => holds(test(item)));
  if (name === "exists") return items.some((item) => holds(test(item)));
  return items.filter((item) => holds(test(item))).length === 1;
};

const loop = (
  node: ASTNode,
  name: string,
  target: ASTNode,
  args: ASTNode[],
  names: Names,
): Code => {
  const [item, body] = args;
  if (args.length !== 2 || item?.op !== "id" || !body)
    return refuse(
      "expression_function",
      `${name}() takes a name and an expression: list.${name}(x, …).`,
      node,
    );
  const list = build(target, names);
  const code = build(body, [...names, item.args]);
  const slot = names.length;
  const cost = sizeOf(body) + 1;
  return (frame) => {
    const value = list(frame);
    if (value === null) return name === "map" || name === "filter" ? [] : name === "all";
    const items = Array.isArray(value) ? value : keysOf(value);
    if (typeof value !== "object")
      throw new ValueProblem(`${name}() walks a list, not ${kindOf(value)}`);
    if (items.length > ITEMS_MAX)
      throw new ValueProblem(`a list walked here has at most ${ITEMS_MAX} items`);
    return run(name, items, (one) => {
      charge(frame, cost);
      frame.locals[slot] = one;
      return code(frame);
    });
  };
};

const call = (node: ASTNode, name: string, args: ASTNode[], names: Names): Code => {
  if (name === "matches")
    return refuse(
      "expression_function",
      "matches() can take forever; use re2(text, pattern).",
      node,
    );
  const builtin = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (!builtin) return refuse("expression_function", `There is no function ${name}().`, node);
  if (args.length < builtin.min || args.length > builtin.max)
    refuse("expression_function", `${name}() does not take ${args.length} values.`, node);
  const codes = args.map((arg) => build(arg, names));
  return (frame) =>
    builtin.run(
      frame,
      codes.map((code) => code(frame)),
    );
};

const has = (node: ASTNode, args: ASTNode[], names: Names): Code => {
  const [path] = args;
  if (args.length !== 1 || !path)
    return refuse("expression_function", "has() takes one path.", node);
  const code = build(path, names);
  return (frame) => code(frame) !== null;
};

const object = (pairs: (readonly [ASTNode, ASTNode])[], names: Names): Code => {
  const codes = pairs.map(([key, value]) => [build(key, names), build(value, names)] as const);
  return (frame) => {
    const entries = codes.map(([key, value]) => [String(key(frame)), value(frame)] as const);
    if (entries.some(([key]) => key === "__proto__"))
      throw new ValueProblem("a field cannot be called __proto__");
    charge(frame, entries.length);
    return Object.fromEntries(entries);
  };
};

/** The program of a tree: closures over a frame. Throws SyntaxProblem for what the dialect does not have. */
export const build = (node: ASTNode, names: Names = []): Code => {
  switch (node.op) {
    case "value":
      return literal(node, node.args);
    case "id":
      return variable(node.args, names);
    case ".": {
      const [target, key] = [build(node.args[0], names), node.args[1]];
      return (frame) => memberOf(target(frame), key);
    }
    case "call":
      return node.args[0] === "has"
        ? has(node, node.args[1], names)
        : call(node, node.args[0], node.args[1], names);
    case "rcall": {
      const [name, target, args] = node.args;
      return LOOPS.has(name)
        ? loop(node, name, target, args, names)
        : call(node, name, [target, ...args], names);
    }
    case "list": {
      const items = node.args.map((item) => build(item, names));
      return (frame) => items.map((item) => item(frame));
    }
    case "map":
      return object(node.args, names);
    case "?:": {
      const [test, yes, no] = [
        build(node.args[0], names),
        build(node.args[1], names),
        build(node.args[2], names),
      ];
      return (frame) => (holds(test(frame)) ? yes(frame) : no(frame));
    }
    case "!_": {
      const inner = build(node.args, names);
      return (frame) => !holds(inner(frame));
    }
    case "-_": {
      const inner = build(node.args, names);
      return (frame) => negated(inner(frame));
    }
    case ".?":
    case "[?]":
      return refuse(
        "expression_syntax",
        "A missing path is null anyway; write it with a plain dot.",
        node,
      );
    default:
      return binary(node.op, build(node.args[0], names), build(node.args[1], names));
  }
};
