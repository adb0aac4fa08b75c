import type { ASTNode } from "@marcbachmann/cel-js";
import { childrenOf, LOOPS } from "./parse.ts";

/** A path an expression reads: its root name, then constant keys, and where it stands in the source. */
export type VariablePath = { path: string[]; position: number };

const linkOf = (node: ASTNode): { target: ASTNode; key: string | undefined } | undefined => {
  if (node.op === ".") return { target: node.args[0], key: node.args[1] };
  if (node.op !== "[]") return undefined;
  const [target, index] = node.args;
  return { target, key: index.op === "value" ? String(index.args) : undefined };
};

// The constant beginning of a path; what follows a computed key is not known.
const pathOf = (node: ASTNode): string[] | undefined => {
  if (node.op === "id") return [node.args];
  const link = linkOf(node);
  const before = link && pathOf(link.target);
  if (!link || !before) return undefined;
  return link.key === undefined || before.at(-1) === "*" ? [...before, "*"] : [...before, link.key];
};

const walk = (node: ASTNode, locals: readonly string[], found: VariablePath[]): void => {
  const path = pathOf(node);
  if (path && !locals.includes(path[0] ?? ""))
    found.push({ path: path.filter((key) => key !== "*"), position: node.start });
  if (path && node.op === "id") return;
  const link = linkOf(node);
  if (path && link) {
    if (node.op === "[]" && link.key === undefined) walk(node.args[1], locals, found);
    walkInside(link.target, locals, found);
    return;
  }
  if (node.op === "rcall" && LOOPS.has(node.args[0])) {
    const [, target, [item, ...body]] = node.args;
    walk(target, locals, found);
    const inner = item?.op === "id" ? [...locals, item.args] : locals;
    for (const part of body) walk(part, inner, found);
    return;
  }
  for (const child of childrenOf(node)) walk(child, locals, found);
};

// Links below a path are part of it; only computed keys inside them read something else.
const walkInside = (node: ASTNode, locals: readonly string[], found: VariablePath[]): void => {
  const link = linkOf(node);
  if (!link) return;
  if (node.op === "[]" && link.key === undefined) walk(node.args[1], locals, found);
  walkInside(link.target, locals, found);
};

/** Every path a tree reads, loop variables left out, in reading order. */
export const pathsOf = (root: ASTNode): VariablePath[] => {
  const found: VariablePath[] = [];
  walk(root, [], found);
  return found;
};
