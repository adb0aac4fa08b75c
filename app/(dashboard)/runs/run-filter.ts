import { readQuery } from "@/app/_ui/http/read-query";
import { RunQuery } from "@/lib/domain/runs/schema";

const NAMES = ["status", "workflow", "range", "trigger", "cursor"] as const;

type Filter = Partial<Record<(typeof NAMES)[number], string>>;

const HOUR_MS = 3_600_000;

/** Midnight in a zone, seen from `nowMs`: the clock's reading there is taken off. Summer time changes may shift it by an hour. */
const midnightMs = (nowMs: number, timeZone: string) => {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
    hourCycle: "h23",
  }).formatToParts(nowMs);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0);
  return nowMs - ((of("hour") * 60 + of("minute")) * 60 + of("second")) * 1000 - (nowMs % 1000);
};

const sinceMs = (range: string | undefined, nowMs: number, timeZone: string) => {
  if (range === "hour") return nowMs - HOUR_MS;
  if (range === "today") return midnightMs(nowMs, timeZone);
  if (range === "day") return nowMs - 24 * HOUR_MS;
  if (range === "week") return nowMs - 7 * 24 * HOUR_MS;
  return undefined;
};

/** `value` if the field of the query takes it; what an address says wrongly counts as not said. */
const known = <K extends keyof typeof RunQuery.shape>(name: K, value: unknown) => {
  const parsed = RunQuery.shape[name].safeParse(value);
  return parsed.success && value !== undefined ? { [name]: parsed.data } : {};
};

/** The run list's filters from the URL, and the query they mean. */
export const readRunFilter = (
  search: Record<string, string | string[] | undefined>,
  nowMs: number,
  timeZone: string,
): { filter: Filter; query: RunQuery } => {
  const filter = readQuery(search, NAMES);
  const since = sinceMs(filter.range, nowMs, timeZone);
  const query = RunQuery.parse({
    ...known("status", filter.status?.split(",")),
    ...known("workflowId", filter.workflow),
    ...known("trigger", filter.trigger),
    ...known("from", since === undefined ? undefined : new Date(since).toISOString()),
    ...known("cursor", filter.cursor),
  });
  return { filter, query };
};
