/** A value as canonical JSON (RFC 8785): keys sorted, nothing between the tokens. */
export const canonical = (value: unknown): string => {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const record = value as Record<string, unknown>;
  // The SDK leaves objects with this key as they are, so the signature has to as well.
  if (record.toJSON !== undefined && record.toJSON !== null) return JSON.stringify(value);
  const parts = Object.keys(record)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(record[key])}`);
  return `{${parts.join(",")}}`;
};

/** JSON text in canonical form; the same string when it is already. */
export const canonicalText = (text: string): string => {
  const result = canonical(JSON.parse(text));
  return result === text ? text : result;
};
