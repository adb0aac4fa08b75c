import { Cron } from "croner";

// Five fields of robfig's grammar; croner alone would also take seconds, L, # and names such as @daily.
const FIELDS = /^\s*[\d*,/\-A-Za-z]+(\s+[\d*,/\-A-Za-z]+){4}\s*$/;

const open = (cron: string, timeZone: string) =>
  new Cron(cron.trim(), { timezone: timeZone, paused: true, mode: "5-part" });

/** What is wrong with a schedule, in one sentence each; nothing when it has a next time. */
export const scheduleProblems = (
  cron: string,
  timeZone: string,
): { field: "cron" | "timeZone"; message: string }[] => {
  try {
    new Intl.DateTimeFormat("en", { timeZone });
  } catch {
    return [
      { field: "timeZone", message: `"${timeZone}" is not a time zone such as Europe/Berlin.` },
    ];
  }
  const wrong = {
    field: "cron" as const,
    message: `"${cron}" is not five cron fields such as "0 9 * * 1-5".`,
  };
  if (!FIELDS.test(cron)) return [wrong];
  try {
    return open(cron, timeZone).nextRun()
      ? []
      : [{ field: "cron", message: "This schedule never comes." }];
  } catch {
    return [wrong];
  }
};

/** The first time of a schedule strictly after `after`; undefined when there is none. */
export const nextTime = (cron: string, timeZone: string, after: Date): Date | undefined =>
  open(cron, timeZone).nextRun(after) ?? undefined;

/** The next `count` times of a schedule after `after`, for people to look at. */
export const nextTimes = (cron: string, timeZone: string, after: Date, count: number): Date[] =>
  open(cron, timeZone).nextRuns(count, after);
