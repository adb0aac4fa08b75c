import type { ASTNode } from "@marcbachmann/cel-js";
import type { Expression } from "./compile.ts";
import { member } from "./values.ts";

type Path = { root: string; keys: (string | number)[] };

/** The path a node spells, such as `event.data["id"]`; null when the node is not a plain path. */
const pathOf = (node: ASTNode): Path | null => {
  if (node.op === "id") return { root: node.args, keys: [] };
  if (node.op === ".") {
    const path = pathOf(node.args[0]);
    return path && { root: path.root, keys: [...path.keys, node.args[1]] };
  }
  if (node.op === "[]" && node.args[1].op === "value") {
    const path = pathOf(node.args[0]);
    const key = node.args[1].args;
    if (path && typeof key === "string") return { root: path.root, keys: [...path.keys, key] };
    if (path && typeof key === "bigint")
      return { root: path.root, keys: [...path.keys, Number(key)] };
  }
  return null;
};

const childrenOf = (node: ASTNode): ASTNode[] => {
  const found: ASTNode[] = [];
  const visit = (part: unknown): void => {
    if (Array.isArray(part)) part.forEach(visit);
    else if (typeof part === "object" && part !== null && "op" in part) found.push(part as ASTNode);
  };
  visit(node.args);
  return found;
};

const collect = (node: ASTNode, root: string, found: Path[]): void => {
  const path = pathOf(node);
  if (path) {
    if (path.root === root) found.push(path);
    return;
  }
  for (const child of childrenOf(node)) collect(child, root, found);
};

/** Follows keys into a value. */
export const valueAt = (value: unknown, keys: readonly (string | number)[]): unknown =>
  keys.reduce<unknown>(member, value);

/**
 * The part of `event` an expression looks at, and nothing more: what a waiting run has to remember of its own event.
 */
export const capture = (expression: Expression, event: unknown): unknown => {
  const paths: Path[] = [];
  collect(expression.tree, "event", paths);
  if (paths.some((path) => path.keys.some((key) => typeof key === "number"))) return event;
  if (paths.some((path) => path.keys.length === 0)) return event;
  const root: Record<string, unknown> = {};
  for (const { keys } of paths.sort((a, b) => b.keys.length - a.keys.length)) {
    const value = valueAt(event, keys);
    if (value === undefined) continue;
    let at = root;
    for (const key of keys.slice(0, -1)) {
      const next = at[key];
      at[key] = typeof next === "object" && next !== null ? next : {};
      at = at[key] as Record<string, unknown>;
    }
    at[String(keys.at(-1))] = value;
  }
  return root;
};

/** A value as a key of an index; null for what cannot be one (lists, objects, nothing). */
export const indexKey = (value: unknown): string | null =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? `${typeof value}:${value}`
    : null;

/**
 * A condition `async.<path> == <known value>` that must hold for the expression to hold, so that an incoming event
 * finds its waits without asking each; null when there is none.
 */
export const equality = (
  expression: Expression,
  event: unknown,
): { keys: (string | number)[]; key: string } | null => {
  const visit = (node: ASTNode): ReturnType<typeof equality> => {
    if (node.op === "&&") return visit(node.args[0]) ?? visit(node.args[1]);
    if (node.op !== "==") return null;
    return pair(node.args[0], node.args[1]) ?? pair(node.args[1], node.args[0]);
  };
  const pair = (asyncSide: ASTNode, knownSide: ASTNode): ReturnType<typeof equality> => {
    const path = pathOf(asyncSide);
    if (path?.root !== "async" || path.keys.length === 0) return null;
    const known = pathOf(knownSide);
    const value =
      knownSide.op === "value"
        ? typeof knownSide.args === "bigint"
          ? Number(knownSide.args)
          : knownSide.args
        : known?.root === "event"
          ? valueAt(event, known.keys)
          : undefined;
    const key = indexKey(value);
    return key === null ? null : { keys: path.keys, key };
  };
  return visit(expression.tree);
};
