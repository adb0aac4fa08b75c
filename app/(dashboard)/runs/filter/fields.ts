import { parseAsString } from "nuqs";

/** What the run list's address may hold. Everything but `cursor` and `columns` narrows or orders the list. */
export const FIELDS = [
  "q",
  "status",
  "workflow",
  "trigger",
  "version",
  "code",
  "range",
  "from",
  "to",
  "longer",
  "order",
  "columns",
  "cursor",
] as const;

export type Field = (typeof FIELDS)[number];
export type Filter = Partial<Record<Field, string>>;

/** For `useQueryStates`. */
export const PARSERS = Object.fromEntries(FIELDS.map((name) => [name, parseAsString])) as Record<
  Field,
  typeof parseAsString
>;

/** Fields that leave runs out. */
export const NARROWING: readonly Field[] = FIELDS.filter(
  (name) => !["order", "columns", "cursor"].includes(name),
);

/** Spans of time the run list offers. */
export const RANGES: Record<string, string> = {
  hour: "Last hour",
  today: "Today",
  day: "24 hours",
  week: "7 days",
  month: "30 days",
};

/** How long a run took at least, in milliseconds. */
export const LONGER: Record<string, string> = {
  "1000": "1 s",
  "10000": "10 s",
  "60000": "1 min",
  "600000": "10 min",
  "3600000": "1 h",
};

export const STATES = ["queued", "running", "waiting", "succeeded", "failed", "cancelled"] as const;
