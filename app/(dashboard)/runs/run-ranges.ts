/** Spans of time the run list offers. */
export const RANGES = {
  hour: "Last hour",
  today: "Today",
  day: "24 hours",
  week: "7 days",
} as const;
