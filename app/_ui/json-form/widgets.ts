import type { JsonSchema } from "@/app/_ui/expression/known";

export type Widget =
  | "expression"
  | "text"
  | "textarea"
  | "number"
  | "boolean"
  | "select"
  | "list"
  | "checks"
  | "map"
  | "fields"
  | "union"
  | "json"
  | "timeZone"
  | "workflow";

const LONG = 500;
const PRIMITIVE = new Set(["string", "number", "integer", "boolean", "null"]);

const typeOf = ({ type }: JsonSchema): string =>
  String(Array.isArray(type) ? type[0] : (type ?? ""));

/** The alternatives of a union without null. */
export const alternatives = (schema: JsonSchema): JsonSchema[] =>
  (schema.anyOf ?? schema.oneOf ?? []).filter((one) => typeOf(one) !== "null");

/** The one alternative where there is only one besides null, else the schema itself. */
export const unwrap = (schema: JsonSchema): JsonSchema => {
  const [only, ...more] = alternatives(schema);
  if (!only || more.length > 0) return schema;
  const { anyOf: _, oneOf: __, ...rest } = schema;
  return { ...unwrap(only), ...rest };
};

const KNOWN = new Set<string>(["expression", "textarea", "json", "timeZone", "workflow"]);

/** Which control edits a schema. */
export const widgetOf = (given: JsonSchema): Widget => {
  const schema = unwrap(given);
  if (schema.widget && KNOWN.has(schema.widget)) return schema.widget as Widget;
  if (schema.enum) return "select";
  const union = alternatives(schema);
  if (union.length > 1)
    return union.every((one) => PRIMITIVE.has(typeOf(one)) && !one.enum) ? "text" : "union";
  switch (typeOf(schema)) {
    case "string":
      return (schema.maxLength ?? 0) > LONG && schema.format !== "uri" ? "textarea" : "text";
    case "number":
    case "integer":
      return "number";
    case "boolean":
      return "boolean";
    case "array":
      return schema.items?.enum ? "checks" : "list";
    case "object":
      return schema.properties ? "fields" : "map";
    default:
      return "json";
  }
};

const WORDS: Record<string, string> = {
  id: "id",
  ids: "ids",
  url: "URL",
  json: "JSON",
  ms: "milliseconds",
  http: "HTTP",
};

/** A field's name as people read it: "initialMs" is "Initial milliseconds". */
export const wordsOf = (key: string): string => {
  const words = key
    .replaceAll(/([a-z\d])([A-Z])/g, "$1 $2")
    .split(/[\s_-]+/)
    .map((word) => WORDS[word.toLowerCase()] ?? word.toLowerCase())
    .join(" ");
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const ALTERNATIVE_WORDS: Partial<Record<Widget, string>> = {
  text: "One",
  textarea: "Text",
  list: "Several",
  fields: "Fields",
  map: "Fields",
  json: "JSON",
  number: "Number",
  boolean: "Yes or no",
};

/** What an alternative of a union is called. */
export const alternativeWord = (schema: JsonSchema): string => {
  const { type } = schema.properties ?? {};
  const constant = type?.const ?? schema.const;
  return (
    schema.title ??
    (constant === undefined ? undefined : wordsOf(String(constant))) ??
    ALTERNATIVE_WORDS[widgetOf(schema)] ??
    "Other"
  );
};

/** Whether a value looks like an alternative's. */
const fits = (schema: JsonSchema, value: unknown): boolean => {
  if (schema.const !== undefined) return schema.const === value;
  if (schema.enum) return schema.enum.includes(value);
  const type = typeOf(schema);
  if (Array.isArray(value)) return type === "array";
  if (typeof value === "object" && value !== null) {
    const given = value as Record<string, unknown>;
    return (
      type === "object" &&
      Object.entries(schema.properties ?? {}).every(
        ([key, one]) => one.const === undefined || one.const === given[key],
      )
    );
  }
  return type === (typeof value === "number" ? "number" : typeof value);
};

/** The place of the alternative a value belongs to; the first when none fits. */
export const chosenAlternative = (schemas: readonly JsonSchema[], value: unknown): number =>
  Math.max(
    0,
    schemas.findIndex((schema) => fits(schema, value)),
  );

/** What a field begins with when somebody asks for it. */
export const blankOf = (schema: JsonSchema): unknown => {
  if (schema.default !== undefined) return schema.default;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  switch (widgetOf(schema)) {
    case "fields":
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).flatMap(([key, one]) =>
          one.const === undefined ? [] : [[key, one.const]],
        ),
      );
    case "list":
    case "checks":
      return [];
    case "map":
    case "json":
      return {};
    case "number":
      return schema.minimum ?? 0;
    case "boolean":
      return false;
    case "union":
      return blankOf(alternatives(schema)[0] ?? {});
    default:
      return "";
  }
};

const WHOLE = /^\s*\{\{([\s\S]*)\}\}\s*$/;

/** Whether a value is one expression from end to end, so that its type is open. */
export const isExpression = (value: unknown): value is string =>
  typeof value === "string" && WHOLE.test(value) && !(WHOLE.exec(value)?.[1] ?? "").includes("}}");

/** The expression without its braces. */
export const withoutBraces = (value: string): string => (WHOLE.exec(value)?.[1] ?? value).trim();
