/** The order in which people write a workflow's fields. The database keeps none. */
const ORDER = [
  "schemaVersion",
  "id",
  "type",
  "name",
  "label",
  "description",
  "provider",
  "topic",
  "scheme",
  "cron",
  "timeZone",
  "trigger",
  "needs",
  "join",
  "when",
  "with",
  "method",
  "url",
  "headers",
  "to",
  "subject",
  "text",
  "retry",
  "maxAttempts",
  "backoff",
  "initialMs",
  "maxMs",
  "timeoutMs",
  "onError",
  "steps",
];

const rank = (key: string) => {
  const place = ORDER.indexOf(key);
  return place < 0 ? ORDER.length : place;
};

const ordered = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, ordered(inner)] as const);
  entries.sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return Object.fromEntries(entries);
};

/** JSON with the fields of a workflow in their usual order, others by name; equal values give equal text. */
export const pretty = (value: unknown): string => JSON.stringify(ordered(value), null, 2);
