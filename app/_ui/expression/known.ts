/** The part of JSON Schema that forms and completion read. */
export type JsonSchema = {
  type?: string | string[];
  title?: string;
  description?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: JsonSchema | boolean;
  propertyNames?: JsonSchema;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  format?: string;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  maxItems?: number;
  /** Which control edits it, where the type does not say. */
  widget?: string;
  /** Sets of fields of which one is given. */
  choices?: string[][];
};

/** What is known of a place in the data: a value of a real run, its schema, or both. */
export type Known = { value?: unknown; schema?: JsonSchema | undefined };

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The alternative of a union that has fields or items, else the schema itself. */
const essence = (schema: JsonSchema | undefined): JsonSchema | undefined =>
  schema?.anyOf?.find(({ properties, items }) => properties || items) ?? schema;

/** Names of the fields below a place, those of the schema first. */
export const keysOf = ({ value, schema }: Known): string[] => [
  ...new Set([
    ...Object.keys(essence(schema)?.properties ?? {}),
    ...(isFields(value) ? Object.keys(value) : []),
  ]),
];

/** What is known of a field or an item. */
export const childOf = ({ value, schema }: Known, key: string | number): Known => {
  const inner = essence(schema);
  if (typeof key === "number")
    return { value: Array.isArray(value) ? value.at(key) : undefined, schema: inner?.items };
  const extra = inner?.additionalProperties;
  return {
    value: isFields(value) && Object.hasOwn(value, key) ? value[key] : undefined,
    schema: inner?.properties?.[key] ?? (typeof extra === "object" ? extra : undefined),
  };
};

const WORDS: Record<string, string> = {
  string: "text",
  integer: "number",
  array: "list",
};

/** A value's or schema's type in one word; "" when nothing is known. */
export const typeWord = ({ value, schema }: Known): string => {
  if (value !== undefined && value !== null) {
    const type = Array.isArray(value) ? "array" : typeof value;
    return WORDS[type] ?? type;
  }
  const inner = essence(schema);
  const type = inner?.type ?? (inner?.properties ? "object" : "");
  const name = String(Array.isArray(type) ? type[0] : type);
  return WORDS[name] ?? name;
};

const SAMPLE_MAX = 60;

/** A value as a short piece of JSON; "" when there is none. */
export const sampleOf = (value: unknown): string => {
  if (value === undefined) return "";
  if (Array.isArray(value)) return `[${value.length}]`;
  if (isFields(value)) return `{ ${Object.keys(value).slice(0, 4).join(", ")} }`;
  const text = JSON.stringify(value);
  return text.length > SAMPLE_MAX ? `${text.slice(0, SAMPLE_MAX - 1)}…` : text;
};
