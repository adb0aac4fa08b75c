import { type ASTNode, ParseError, parse } from "@marcbachmann/cel-js";
import { SyntaxProblem } from "./problem.ts";

/** The fence around a source (reliability EX-1). Lengths in characters. */
const LIMITS = { source: 2048, nodes: 200, depth: 12, loops: 2, list: 64 } as const;

export const LOOPS = new Set(["all", "exists", "exists_one", "filter", "map"]);

/** The nodes directly below one, in reading order. */
export const childrenOf = (node: ASTNode): ASTNode[] => {
  const found: ASTNode[] = [];
  const visit = (part: unknown) => {
    if (Array.isArray(part)) part.forEach(visit);
    else if (typeof part === "object" && part !== null && "op" in part) found.push(part as ASTNode);
  };
  visit(node.args);
  return found;
};

const isLoop = (node: ASTNode) => node.op === "rcall" && LOOPS.has(node.args[0]);

// A path a.b.c or a chain a + b + c is one level to a reader, though its tree leans to the left.
const isChain = (node: ASTNode) =>
  node.op === "." || (Array.isArray(node.args) && node.args.length === 2 && node.op !== "call");

type Depth = { depth: number; loops: number };

const guard = (root: ASTNode) => {
  let nodes = 0;
  const refuse = (what: string, at: ASTNode) => {
    throw new SyntaxProblem("expression_too_complex", what, at.start);
  };
  const walk = (node: ASTNode, { depth, loops }: Depth) => {
    nodes += 1;
    const inside = loops + (isLoop(node) ? 1 : 0);
    if (nodes > LIMITS.nodes) refuse(`An expression has at most ${LIMITS.nodes} parts.`, node);
    if (depth > LIMITS.depth) refuse(`Parts nest at most ${LIMITS.depth} deep.`, node);
    if (inside > LIMITS.loops) refuse(`Loops nest at most ${LIMITS.loops} deep.`, node);
    if ((node.op === "list" || node.op === "map") && node.args.length > LIMITS.list)
      refuse(`A list has at most ${LIMITS.list} items.`, node);
    const [first, ...others] = childrenOf(node);
    if (first) walk(first, { depth: isChain(node) ? depth : depth + 1, loops: inside });
    for (const child of others) walk(child, { depth: depth + 1, loops: inside });
  };
  walk(root, { depth: 1, loops: 0 });
};

/** The tree of a source that stays inside the fence. Throws SyntaxProblem. */
export const parseExpression = (source: string): ASTNode => {
  if (source.length > LIMITS.source)
    throw new SyntaxProblem(
      "expression_too_long",
      `An expression has at most ${LIMITS.source} characters; this one has ${source.length}.`,
    );
  if (source.trim() === "") throw new SyntaxProblem("expression_empty", "The expression is empty.");
  try {
    const { ast } = parse(source);
    guard(ast);
    return ast;
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    throw new SyntaxProblem("expression_syntax", `${error.summary}.`, error.range?.start ?? 0);
  }
};
