import { AppError } from "../errors.ts";
import { type Frame, WORK_MAX } from "./budget.ts";
import { build, type Code } from "./compile.ts";
import { parseExpression } from "./parse.ts";
import { pathsOf, type VariablePath } from "./paths.ts";
import { type ExpressionProblem, SyntaxProblem, ValueProblem } from "./problem.ts";
import { plain } from "./values.ts";

/** The names an expression may use, as plain JSON. */
export type ExpressionScope = Readonly<Record<string, unknown>>;

/** A checked expression. `paths` is what it reads. */
export type Expression = { source: string; code: Code; paths: VariablePath[] };

type Checked = { expression: Expression } | { problem: ExpressionProblem };

const CACHE_MAX = 2000;
const cache = new Map<string, Checked>();

const check = (source: string): Checked => {
  try {
    const tree = parseExpression(source);
    return { expression: { source, code: build(tree), paths: pathsOf(tree) } };
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    const { code, message, position } = error;
    return { problem: { code, message, position } };
  }
};

/** Reads an expression; a problem is a value here, for those who collect them. The newest 2,000 are kept. */
export const checkExpression = (source: string): Checked => {
  const known = cache.get(source);
  if (known) {
    cache.delete(source);
    cache.set(source, known);
    return known;
  }
  const checked = check(source);
  if (cache.size >= CACHE_MAX) cache.delete(cache.keys().next().value ?? "");
  cache.set(source, checked);
  return checked;
};

/** Reads an expression. Throws invalid_input with the place of the first mistake. */
export const compileExpression = (source: string): Expression => {
  const checked = checkExpression(source);
  if ("expression" in checked) return checked.expression;
  const { code, message, position } = checked.problem;
  throw new AppError("invalid_input", `${message} (at character ${position + 1})`, {
    issues: [{ path: "", code, message }],
  });
};

const excerpt = (source: string) => (source.length > 80 ? `${source.slice(0, 79)}…` : source);

/**
 * The value of an expression over a scope of plain JSON, as plain JSON. Reads no clock, no chance and nothing outside the
 * scope. Throws invalid_input when values do not fit or the work budget is used up.
 */
export const evaluate = (expression: Expression | string, scope: ExpressionScope): unknown => {
  const { code, source } =
    typeof expression === "string" ? compileExpression(expression) : expression;
  const frame: Frame = { vars: scope, locals: [], left: WORK_MAX };
  try {
    return plain(frame, code(frame));
  } catch (error) {
    if (!(error instanceof ValueProblem)) throw error;
    throw new AppError("invalid_input", `In "${excerpt(source)}": ${error.message}.`, {
      issues: [{ path: "", code: "expression_value", message: error.message }],
    });
  }
};

/** The paths an expression reads, such as ["trigger", "body", "id"]. Throws invalid_input if it cannot be read. */
export const variablesOf = (source: string): string[][] =>
  compileExpression(source).paths.map(({ path }) => path);
