import { readQuery } from "@/app/_ui/http/read-query";
import { FIELDS, type Filter } from "@/app/(dashboard)/runs/filter/fields";
import { RunQuery } from "@/lib/domain/runs/schema";

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

const SPANS_MS: Record<string, number> = {
  hour: HOUR_MS,
  day: 24 * HOUR_MS,
  week: 7 * 24 * HOUR_MS,
  month: 30 * 24 * HOUR_MS,
};

/** To the whole minute, so that pages and polls of one view ask for the same. */
const sinceMs = (range: string | undefined, nowMs: number, timeZone: string) => {
  if (range === "today") return midnightMs(nowMs, timeZone);
  const span = SPANS_MS[range ?? ""];
  return span === undefined ? undefined : Math.floor((nowMs - span) / 60_000) * 60_000;
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
  const filter = readQuery(search, FIELDS);
  const since = sinceMs(filter.range, nowMs, timeZone);
  const query = RunQuery.parse({
    ...known("q", filter.q),
    ...known("status", filter.status?.split(",")),
    ...known("workflowId", filter.workflow),
    ...known("trigger", filter.trigger),
    ...known("version", filter.version),
    ...known("errorCode", filter.code),
    ...known("minDurationMs", filter.longer),
    ...known("order", filter.order),
    ...known("from", filter.from ?? (since === undefined ? undefined : iso(since))),
    ...known("to", filter.to),
    ...known("cursor", filter.cursor),
  });
  return { filter, query };
};

const iso = (ms: number) => new Date(ms).toISOString();
