/** What people can opt out of, as they read it. */
export const CATEGORY: Record<string, string> = {
  lifecycle: "Getting started",
  product: "News and offers",
  notification: "Reports and reminders",
};

const UNIT: Record<string, [one: string, many: string]> = {
  m: ["minute", "minutes"],
  h: ["hour", "hours"],
  d: ["day", "days"],
};

/** When a step is due, in words: "at once", "day 3 at 09:30", "2 hours after the step before"; the first follows the entry. */
export const whenWords = (when: unknown, isFirst: boolean): string => {
  if (typeof when !== "object" || when === null) return "no time yet";
  if ("after" in when) {
    const [, count = "", unit = ""] = /^(\d+)([mhd])$/.exec(String(when.after)) ?? [];
    const names = UNIT[unit];
    const before = isFirst ? "after the entry" : "after the step before";
    return names ? `${count} ${names[count === "1" ? 0 : 1]} ${before}` : before;
  }
  const { day, at } = when as { day?: unknown; at?: unknown };
  if (day === 0 && !at) return "at once";
  return `day ${String(day ?? "?")}${at ? ` at ${String(at)}` : ", same time of day"}`;
};

/** "1 person", "12 people". */
export const people = (count: number): string => `${count} ${count === 1 ? "person" : "people"}`;

/** What a decision of the log was. */
export const DECISION: Record<string, string> = {
  enter: "Entered",
  send: "Mail made",
  pass: "Passed over",
  hold: "Waits",
  goal: "Goal reached",
  exit: "Left",
  complete: "Came to the end",
  pause: "Paused",
  resume: "Went on",
  move: "Moved to another version",
};

/** Whether a problem is solved in the settings, where the company says who sends its mails, and not in the document. */
export const isAboutSender = (path: string): boolean => path.startsWith("brand.");

/** A problem as people read it; the checker's own words for what was left empty or has no shape are replaced. */
export const problemWords = (message: string): string =>
  /^(Invalid input|Too small)/.test(message) ? "Fill this in." : message;
