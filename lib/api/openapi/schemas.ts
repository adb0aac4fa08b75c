import { z } from "zod";

type Json = Record<string, unknown>;

const refs = (value: unknown, rename: (ref: string) => string): unknown => {
  if (Array.isArray(value)) return value.map((item) => refs(item, rename));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === "$ref" && typeof inner === "string" ? rename(inner) : refs(inner, rename),
    ]),
  );
};

const INSTANT = { type: "string", format: "date-time" };

const convert = (schema: z.ZodType, io: "input" | "output"): Json => {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema._zod.def.type === "date") Object.assign(jsonSchema, INSTANT);
    },
  });
  return json;
};

/** Named schemas of one document; a name that stands for two different things is told apart by its use. */
export const collectSchemas = () => {
  const components: Record<string, unknown> = {};

  const nameFor = (name: string, schema: unknown, owner: string) => {
    const wanted = name.startsWith("__") ? `${owner}${name.slice(2)}` : name;
    const taken = components[wanted];
    if (taken === undefined || JSON.stringify(taken) === JSON.stringify(schema)) return wanted;
    return `${owner}${wanted}`;
  };

  /** JSON Schema of `schema` in OpenAPI 3.1, with shared parts as components; `owner` names what has no name. */
  const add = (schema: z.ZodType, io: "input" | "output", owner: string): unknown => {
    const { $defs = {}, ...root } = convert(schema, io) as Json & { $defs?: Record<string, Json> };
    const names = new Map<string, string>();
    for (const [name, part] of Object.entries($defs)) names.set(name, nameFor(name, part, owner));
    const rename = (ref: string) => {
      if (ref === "#") return `#/components/schemas/${owner}`;
      const name = ref.replace(/^#\/\$defs\//, "");
      return `#/components/schemas/${names.get(name) ?? name}`;
    };
    for (const [name, part] of Object.entries($defs)) {
      const { id: _, ...plain } = part;
      components[names.get(name) ?? name] = refs(plain, rename);
    }
    const converted = refs(root, rename);
    if (!JSON.stringify(root).includes('"$ref":"#"')) return converted;
    components[owner] = converted;
    return { $ref: `#/components/schemas/${owner}` };
  };

  return { add, components };
};
