import { type RawBuilder, sql } from "kysely";
import { type RunFilter, RunStatus, statusesOf } from "@/lib/domain/runs/schema";
import { uuidv7Floor } from "@/lib/domain/runs/time-bounds";

/** One more than the most things a command may mean at once. */
const MOST_HITS = 100_001;

type Condition = RawBuilder<boolean>;

const all = (conditions: readonly Condition[]): Condition =>
  conditions.length === 0 ? sql<boolean>`true` : sql<boolean>`${sql.join(conditions, sql` and `)}`;

/** Bounds in time are bounds on the primary key, because an id carries its time. */
const within = ({ from, to }: RunFilter): Condition[] => [
  ...(from ? [sql<boolean>`id >= ${uuidv7Floor(new Date(from))}::uuid`] : []),
  ...(to ? [sql<boolean>`id < ${uuidv7Floor(new Date(to))}::uuid`] : []),
];

const unindexed = (filter: RunFilter): Condition[] => {
  const { trigger, version, minDurationMs } = filter;
  return [
    ...(trigger ? [sql<boolean>`trigger_kind = ${trigger}`] : []),
    ...(version ? [sql<boolean>`version = ${version}::int`] : []),
    ...(minDurationMs
      ? [
          sql<boolean>`ended_at - queued_at >= make_interval(secs => ${minDurationMs / 1000}::float8)`,
        ]
      : []),
  ];
};

/** Runs this slow have an index of their own. */
const SLOW_MS = 5000;
const isSlow = sql<boolean>`ended_at - queued_at >= interval '5 seconds'`;

const wanted = ({ status }: RunFilter): string[] => {
  const statuses = [...new Set(statusesOf(status ?? []))];
  return statuses.length === RunStatus.options.length ? [] : statuses;
};

const FIRST = "00000000-0000-0000-0000-000000000000";
const LAST = "ffffffff-ffff-ffff-ffff-ffffffffffff";

/** The ids a filter's words and key are looked for among: from `floor`, below `ceiling`. */
export const idBounds = ({ from, to }: RunFilter, before = LAST) => {
  const end = to ? uuidv7Floor(new Date(to)) : LAST;
  return {
    floor: from ? uuidv7Floor(new Date(from)) : FIRST,
    ceiling: [end, before].sort()[0] ?? before,
  };
};

/** The runs with a filter's words and key, as a set of ids; at most so many, newest first. */
export const wordHits = (filter: RunFilter, most: number, before?: string) => {
  const { floor, ceiling } = idBounds(filter, before);
  const { q = "", externalId = "" } = filter;
  return sql`app.find_runs(${q}, ${externalId}, ${floor}::uuid, ${ceiling}::uuid, ${most}::int)`;
};

const searched = (filter: RunFilter): Condition[] =>
  filter.q === undefined && filter.externalId === undefined
    ? []
    : [sql<boolean>`id = any(array(select ${wordHits(filter, MOST_HITS)}))`];

/** A filter as SQL on public.runs, cut into what an index finds and what only looking at a run tells. */
export type RunConditions = {
  /** Each branch is a range of one index in the order of ids; together they hold every run that may pass. */
  branches: Condition[];
  rest: Condition[];
};

/**
 * Chooses the index: a replayed run, an error's code or slowness leads; few runs are live, failed or cancelled, so those
 * states come next; else the workflow does. `more` goes into every branch.
 */
export const conditionsOf = (filter: RunFilter, more: readonly Condition[] = []): RunConditions => {
  const base = [...within(filter), ...more];
  const { workflowId, replayOf, errorCode } = filter;
  const statuses = wanted(filter);
  const rest = unindexed(filter);
  const isCode = errorCode ? [sql<boolean>`error_code = ${errorCode}`] : [];
  const isWorkflow = workflowId ? [sql<boolean>`workflow_id = ${workflowId}::uuid`] : [];
  const isStatus = statuses.map((status) => sql<boolean>`status = ${status}`);
  const anyStatus = statuses.length > 0 ? [sql<boolean>`status = any(${statuses}::text[])`] : [];
  if (replayOf)
    return {
      branches: [all([...base, sql<boolean>`replay_of = ${replayOf}::uuid`])],
      rest: [...rest, ...isWorkflow, ...anyStatus, ...isCode],
    };
  if (errorCode)
    return {
      branches: [all([...base, ...isCode])],
      rest: [...rest, ...isWorkflow, ...anyStatus],
    };
  if ((filter.minDurationMs ?? 0) >= SLOW_MS)
    return {
      branches: [all([...base, isSlow])],
      rest: [...rest, ...isWorkflow, ...anyStatus],
    };
  const isRare = statuses.length > 0 && !statuses.includes("succeeded");
  if (statuses.length === 0 || (workflowId && !isRare))
    return { branches: [all([...base, ...isWorkflow])], rest: [...rest, ...anyStatus] };
  return {
    branches: isStatus.map((condition) => all([...base, condition])),
    rest: [...rest, ...isWorkflow],
  };
};

/** The whole filter as one condition on public.runs. */
export const passes = (filter: RunFilter): Condition => {
  const { branches, rest } = conditionsOf(filter);
  return all([sql<boolean>`(${sql.join(branches, sql` or `)})`, ...rest, ...searched(filter)]);
};
