import { z } from "zod";

/** Closes an object that does not say itself what to do with further keys, so that a misspelt field is told. */
export const closed = (schema: z.ZodType): z.ZodType => {
  if (schema instanceof z.ZodObject)
    return schema.def.catchall === undefined ? schema.strict() : schema;
  if (schema instanceof z.ZodOptional) return closed(schema.unwrap() as z.ZodType).optional();
  if (schema instanceof z.ZodDefault)
    return closed(schema.unwrap() as z.ZodType).default(schema.def.defaultValue as never);
  return schema;
};
