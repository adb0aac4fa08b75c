import { withQuery } from "@/app/_ui/http/read-query";
import { send } from "@/app/_ui/http/send";
import type { RunQuery } from "@/lib/domain/runs/schema";

/** A query of the run list as text values for an address. */
export const runParams = ({ status, limit, ...query }: RunQuery): Record<string, string> =>
  Object.fromEntries(
    Object.entries({ ...query, limit, status: status?.join(",") })
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, String(value)]),
  );

/** Runs that fit a query; `more` overrides it. */
export const loadRuns = <T>(
  query: RunQuery,
  more: Record<string, string>,
  signal: AbortSignal,
): Promise<T[]> =>
  send<{ data: T[] }>(
    "GET",
    withQuery("/api/v1/runs", { ...runParams(query), ...more }) as `/api/${string}`,
    { signal },
  ).then(({ data }) => data);
