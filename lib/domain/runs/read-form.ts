import { z } from "zod";
import { AppError } from "@/lib/core/errors";

/** A field of a manual trigger's form, as a published document holds it. */
export type FormField = {
  name: string;
  type: "text" | "number" | "boolean" | "date" | "email" | "select";
  required: boolean;
  options?: string[];
};

const schemaOf = ({ type, options }: FormField): z.ZodType => {
  if (type === "number") return z.number();
  if (type === "boolean") return z.boolean();
  if (type === "date") return z.iso.date();
  if (type === "email") return z.email();
  return type === "select" ? z.enum(options ?? []) : z.string().max(10_000);
};

/** Input of a form, checked field by field; fields that were left out are null. Throws invalid_input with every issue. */
export const readForm = (
  fields: readonly FormField[],
  input: Record<string, unknown>,
): Record<string, unknown> => {
  const shape = fields.map((field) => [
    field.name,
    field.required
      ? schemaOf(field)
      : schemaOf(field)
          .nullish()
          .transform((value) => value ?? null),
  ]);
  const result = z.strictObject(Object.fromEntries(shape)).safeParse(input);
  if (result.success) return result.data;
  throw new AppError("invalid_input", "The input does not fit the workflow's form.", {
    issues: result.error.issues.map(({ path, code, message }) => ({
      path: ["input", ...path.map(String)].join("."),
      code,
      message,
    })),
  });
};
