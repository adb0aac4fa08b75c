import { AppError } from "@/lib/core/errors";
import { type ExpressionScope, variablesOf } from "@/lib/core/expression/expression";

const BYTES_MAX = 65_536;

type Plain = Record<string, unknown>;

const isPlain = (value: unknown): value is Plain =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Copies what `path` names from `from` to `to`; a list on the way is copied whole. */
const copy = (from: Plain, to: Plain, [key = "", ...rest]: string[]): void => {
  if (!Object.hasOwn(from, key)) return;
  const value = from[key];
  if (rest.length === 0 || !isPlain(value)) {
    to[key] = value;
    return;
  }
  const inner: Plain = isPlain(to[key]) ? { ...to[key] } : {};
  to[key] = inner;
  copy(value, inner, rest);
};

/**
 * The values of a scope that an expression names, `coming` left out: kept with the expression, they let it be worked out
 * later and elsewhere. Throws invalid_input when they are larger than 64 KiB.
 */
export const namedValues = (
  expression: string,
  scope: ExpressionScope,
  coming: string,
): Record<string, unknown> => {
  const values: Plain = {};
  for (const path of variablesOf(expression)) if (path[0] !== coming) copy(scope, values, path);
  if (JSON.stringify(values).length <= BYTES_MAX) return values;
  const message =
    "The values this condition compares with are larger than 64 KiB; name smaller ones.";
  throw new AppError("invalid_input", message);
};
