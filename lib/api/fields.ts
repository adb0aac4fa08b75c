import { z } from "zod";
import { AppError } from "@/lib/core/errors";

type Item = Record<string, unknown>;

const isItem = (value: unknown): value is Item =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const pick = (item: unknown, names: readonly string[]) =>
  isItem(item)
    ? Object.fromEntries(
        names.filter((name) => Object.hasOwn(item, name)).map((name) => [name, item[name]]),
      )
    : item;

/** The fields `?fields=` may name: those of a list's items, else of the answer; undefined where they are not fixed. */
export const knownFields = (output: z.ZodType): string[] | undefined => {
  if (!(output instanceof z.ZodObject)) return undefined;
  const data: unknown = output.shape.data;
  const item = data instanceof z.ZodArray ? data.element : output;
  return item instanceof z.ZodObject ? Object.keys(item.shape) : undefined;
};

/**
 * Keeps the top-level fields that `?fields=a,b` names: of each item for a list (`{ data: [] }`), else of the answer.
 * `known` are the fields the contract declares; another name throws invalid_input.
 */
export const selectFields = (
  answer: unknown,
  fields: string | undefined,
  known: readonly string[] | undefined,
): unknown => {
  if (fields === undefined || fields.trim() === "") return answer;
  const names = [...new Set(fields.split(",").map((name) => name.trim()))].filter(Boolean);
  const unknown = known ? names.filter((name) => !known.includes(name)) : [];
  if (unknown.length > 0) {
    const message = `There is no field ${unknown.map((name) => `"${name}"`).join(", ")}.`;
    throw new AppError("invalid_input", message, {
      issues: [{ path: "fields", code: "unknown_field", message }],
    });
  }
  return isItem(answer) && Array.isArray(answer.data)
    ? { ...answer, data: answer.data.map((item) => pick(item, names)) }
    : pick(answer, names);
};
