import { z } from "zod";

/** What every output may have when it was too long to be kept. */
const CUT = ["truncated", "bytes", "preview"];

const inside = (schema: z.ZodType): z.ZodType =>
  schema instanceof z.ZodOptional ||
  schema instanceof z.ZodNullable ||
  schema instanceof z.ZodDefault
    ? inside(schema.unwrap() as z.ZodType)
    : schema;

const isScalar = (schema: z.ZodType) =>
  schema instanceof z.ZodString ||
  schema instanceof z.ZodNumber ||
  schema instanceof z.ZodBoolean ||
  schema instanceof z.ZodEnum ||
  schema instanceof z.ZodLiteral;

type Unknown = { name: string; known: string[] };

/** The first name along a path that a value of this schema can never have; undefined when it may be there. */
const unknownIn = (given: z.ZodType, path: readonly string[]): Unknown | undefined => {
  const [name, ...rest] = path;
  if (name === undefined) return undefined;
  const schema = inside(given);
  if (schema instanceof z.ZodObject) {
    const field = Object.hasOwn(schema.shape, name) ? schema.shape[name] : undefined;
    if (field) return unknownIn(field as z.ZodType, rest);
    return schema.def.catchall && !(schema.def.catchall instanceof z.ZodNever)
      ? undefined
      : { name, known: Object.keys(schema.shape) };
  }
  if (schema instanceof z.ZodArray)
    return /^-?\d+$/.test(name)
      ? unknownIn(schema.element as z.ZodType, rest)
      : { name, known: ["a number"] };
  if (schema instanceof z.ZodRecord) return unknownIn(schema.valueType as z.ZodType, rest);
  if (schema instanceof z.ZodUnion) {
    const found = schema.options.map((option) => unknownIn(option as z.ZodType, path));
    return found.every((one) => one !== undefined) ? found[0] : undefined;
  }
  return isScalar(schema) ? { name, known: [] } : undefined;
};

/** What is wrong with reading `path` from the output of a step kind, as a sentence; undefined when it may be there. */
export const outputProblem = (
  schema: z.ZodType,
  stepId: string,
  path: readonly string[],
): string | undefined => {
  if (CUT.includes(path[0] ?? "")) return undefined;
  const unknown = unknownIn(schema, path);
  if (!unknown) return undefined;
  const there = unknown.known.length > 0 ? `; there is ${unknown.known.join(", ")}` : "";
  return `The output of "${stepId}" never has "${unknown.name}"${there}.`;
};
