import { AppError } from "../errors.ts";
import { checkExpression, type Expression, type ExpressionScope, evaluate } from "./expression.ts";
import type { ExpressionProblem } from "./problem.ts";
import { textOf } from "./values.ts";

/** Makes an interpolated text safe where it lands; `before` is what the template has written so far. */
export type Escape = (text: string, before: string) => string;

type Part = string | Expression;
type Evaluator = (scope: ExpressionScope, encode?: Escape) => unknown;

const DEPTH_MAX = 64;
const TEXT_MAX = 262_144;
const CACHE_MAX = 2000;
// Each costs time to read, so neither a text nor a value may be full of them.
const EXPRESSIONS_MAX = 1000;
const TEXTS_MAX = 1000;

// The end of an expression is the first }} outside of quotes and of its own braces.
const endOf = (text: string, from: number): number => {
  let quote = "";
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const char = text[at] ?? "";
    if (quote) {
      if (char === "\\") at += 1;
      else if (char === quote) quote = "";
    } else if (char === '"' || char === "'") quote = char;
    else if (char === "{") depth += 1;
    else if (char === "}" && depth > 0) depth -= 1;
    else if (char === "}" && text[at + 1] === "}") return at;
  }
  return -1;
};

type Piece = { text: string } | { source: string; position: number } | { open: number };

const piecesOf = (text: string): Piece[] => {
  const pieces: Piece[] = [];
  let at = 0;
  for (let open = text.indexOf("{{"); open >= 0; open = text.indexOf("{{", at)) {
    if (open > at) pieces.push({ text: text.slice(at, open) });
    const end = endOf(text, open + 2);
    if (end < 0) return [...pieces, { open }];
    const source = text.slice(open + 2, end);
    pieces.push({
      source: source.trim(),
      position: open + 2 + source.length - source.trimStart().length,
    });
    at = end + 2;
  }
  return at < text.length || pieces.length === 0 ? [...pieces, { text: text.slice(at) }] : pieces;
};

type TemplateCheck = {
  problems: ExpressionProblem[];
  expressions: { expression: Expression; position: number }[];
};

/** What a text with `{{ … }}` holds: its expressions, and every problem with its place in the text. */
export const checkTemplate = (text: string): TemplateCheck => {
  const result: TemplateCheck = { problems: [], expressions: [] };
  if (!text.includes("{{")) return result;
  if (text.split("{{").length - 1 > EXPRESSIONS_MAX) {
    const message = `A text holds at most ${EXPRESSIONS_MAX} expressions.`;
    return { problems: [{ code: "template_long", message, position: 0 }], expressions: [] };
  }
  for (const piece of piecesOf(text)) {
    if ("open" in piece)
      result.problems.push({
        code: "template_open",
        message: "This {{ is never closed.",
        position: piece.open,
      });
    if (!("source" in piece)) continue;
    const checked = checkExpression(piece.source);
    const { position } = piece;
    if ("expression" in checked)
      result.expressions.push({ expression: checked.expression, position });
    else
      result.problems.push({ ...checked.problem, position: position + checked.problem.position });
  }
  return result;
};

const partsOf = (text: string): Part[] => {
  const [problem] = checkTemplate(text).problems;
  if (problem)
    throw new AppError(
      "invalid_input",
      `${problem.message} (at character ${problem.position + 1})`,
      {
        issues: [{ path: "", code: problem.code, message: problem.message }],
      },
    );
  return piecesOf(text).map((piece) => {
    if (!("source" in piece)) return "text" in piece ? piece.text : "";
    const checked = checkExpression(piece.source);
    return "expression" in checked ? checked.expression : "";
  });
};

const interpolate = (parts: Part[], scope: ExpressionScope, encode: Escape | undefined): string => {
  let text = "";
  for (const part of parts) {
    const value = typeof part === "string" ? part : textOf(evaluate(part, scope));
    text += typeof part === "string" || !encode ? value : encode(value, text);
    if (text.length > TEXT_MAX)
      throw new AppError(
        "invalid_input",
        `A text made from a template has at most ${TEXT_MAX} characters.`,
      );
  }
  return text;
};

const compileText = (text: string): Evaluator => {
  if (!text.includes("{{")) return () => text;
  const parts = partsOf(text);
  const [only] = parts;
  if (parts.length === 1 && only !== undefined && typeof only !== "string")
    return (scope) => evaluate(only, scope);
  return (scope, encode) => interpolate(parts, scope, encode);
};

const texts = new Map<string, Evaluator>();

const cachedText = (text: string): Evaluator => {
  const known = texts.get(text);
  if (known) return known;
  const made = compileText(text);
  if (texts.size >= CACHE_MAX) texts.delete(texts.keys().next().value ?? "");
  if (text.length <= 4096) texts.set(text, made);
  return made;
};

type Walk = { scope: ExpressionScope; encode: Escape | undefined; left: number };

const walk = (value: unknown, frame: Walk, depth: number): unknown => {
  if (typeof value === "string") {
    if (value.includes("{{") && --frame.left < 0)
      throw new AppError("invalid_input", `A value holds at most ${TEXTS_MAX} expressions.`);
    return cachedText(value)(frame.scope, frame.encode);
  }
  if (typeof value !== "object" || value === null) return value;
  if (depth > DEPTH_MAX)
    throw new AppError("invalid_input", `Values nest at most ${DEPTH_MAX} deep.`);
  if (Array.isArray(value)) return value.map((item) => walk(item, frame, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [key, walk(field, frame, depth + 1)]),
  );
};

/**
 * Plain JSON with every `{{ … }}` in its texts filled in, at any depth. A text that is one expression from end to end
 * keeps the expression's type; otherwise values are written into the text. Throws invalid_input.
 */
export const evaluateTemplate = (
  value: unknown,
  scope: ExpressionScope,
  encode?: Escape,
): unknown => walk(value, { scope, encode, left: TEXTS_MAX }, 0);
