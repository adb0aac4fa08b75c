"use client";

import { CheckBox } from "@/app/_ui/data/check-box";
import { Id } from "@/app/_ui/data/id";
import { StatusLabel } from "@/app/_ui/data/status";
import { RowLink, Table, Td, Th, Tr } from "@/app/_ui/data/table";
import { TriggerLabel } from "@/app/_ui/data/trigger-label";
import type { Selection } from "@/app/_ui/data/use-selection";
import { formatDuration } from "@/app/_ui/time/format";
import { Moment, useNow } from "@/app/_ui/time/moment";
import type { RunItem } from "@/lib/domain/runs/schema";

/** Columns one may leave out or add; state and workflow always stand. */
export const RUN_COLUMNS = {
  trigger: "Started by",
  steps: "Steps",
  duration: "Duration",
  queued: "Queued",
  ended: "Ended",
  id: "Run",
} as const;
export type RunColumn = keyof typeof RUN_COLUMNS;

/** Shown when nobody chose. */
export const USUAL_COLUMNS: RunColumn[] = ["trigger", "steps", "duration", "queued"];

type Props = {
  runs: RunItem[];
  /** Leaves out the workflow, for tables inside one. */
  plain?: boolean;
  columns?: readonly RunColumn[];
  selection?: Selection;
};

const CARD = "max-md:flex max-md:items-start max-md:gap-2 max-md:px-3 max-md:py-2.5";
const FLAT = "max-md:p-0";

/** Runs as a table; below 768 px each is a card. */
export const RunTable = ({ runs, plain = false, columns = USUAL_COLUMNS, selection }: Props) => (
  <Table
    label="Runs"
    cards
    head={<Head {...{ runs, plain, columns }} {...(selection && { selection })} />}
  >
    {runs.map((run) => (
      <Row key={run.id} {...{ run, plain, columns }} {...(selection && { selection })} />
    ))}
  </Table>
);

const NUMBERS: readonly RunColumn[] = ["steps", "duration", "queued", "ended"];

const Head = ({ runs, plain, columns = USUAL_COLUMNS, selection }: Props) => {
  const count = selection ? runs.filter(({ id }) => selection.chosen.has(id)).length : 0;
  const all = count > 0 && count === runs.length;
  return (
    <>
      {selection && (
        <Th className="w-8 pr-0">
          <CheckBox
            label="Choose every run of this page"
            checked={all}
            mixed={count > 0 && !all}
            onToggle={() => selection.set(all ? [] : runs.map(({ id }) => id))}
          />
        </Th>
      )}
      <Th wide>State</Th>
      <Th className={selection && "max-md:w-full"}>{plain ? "Started by" : "Workflow"}</Th>
      {columns
        .filter((column) => !(plain && column === "trigger"))
        .map((column) => (
          <Th key={column} wide number={NUMBERS.includes(column)}>
            {RUN_COLUMNS[column]}
          </Th>
        ))}
    </>
  );
};

type RowProps = Omit<Props, "runs"> & { run: RunItem; columns: readonly RunColumn[] };

const Row = ({ run, plain = false, columns, selection }: RowProps) => {
  const chosen = selection?.chosen.has(run.id) ?? false;
  return (
    <Tr className={CARD}>
      {selection && (
        <Td className={`${FLAT} w-8 pr-0`}>
          <CheckBox
            label={`Choose the run of ${run.workflowName}`}
            checked={chosen}
            onToggle={(range) => selection.toggle(run.id, range)}
          />
        </Td>
      )}
      <Td className={`${FLAT} max-md:order-3`}>
        <StatusLabel status={run.status} />
      </Td>
      <Td
        className={`${FLAT} w-full max-w-0 max-md:w-auto max-md:min-w-0 max-md:max-w-none max-md:flex-1`}
      >
        <span className="flex min-w-0 items-baseline gap-2">
          <RowLink href={`/runs/${run.id}`} id={run.id} className="truncate">
            {plain ? <TriggerLabel kind={run.triggerKind} /> : run.workflowName}
          </RowLink>
          <span className="shrink-0 text-muted text-xs">
            v{run.version}
            {run.externalId && ` · ${run.externalId}`}
            {run.replayOf && " · replay"}
            {run.isDemo && " · sample"}
          </span>
        </span>
        <span className="block truncate text-muted text-xs md:hidden">
          <Duration run={run} /> · {run.stepsDone}/{run.stepsTotal} steps ·{" "}
          <Moment at={run.queuedAt} />
        </span>
        {run.error && (
          <span className="block truncate text-failed text-xs">{run.error.message}</span>
        )}
      </Td>
      {columns
        .filter((column) => !(plain && column === "trigger"))
        .map((column) => (
          <Td key={column} wide number={NUMBERS.includes(column)} className="text-muted">
            <Cell run={run} column={column} />
          </Td>
        ))}
    </Tr>
  );
};

const Cell = ({ run, column }: { run: RunItem; column: RunColumn }) => {
  if (column === "trigger") return <TriggerLabel kind={run.triggerKind} />;
  if (column === "steps") return `${run.stepsDone}/${run.stepsTotal}`;
  if (column === "queued") return <Moment at={run.queuedAt} />;
  if (column === "ended") return <Moment at={run.endedAt} />;
  if (column === "duration")
    return (
      <span className="text-ink">
        <Duration run={run} />
      </span>
    );
  return (
    <span className="relative z-[1]">
      <Id value={run.id} label="the run id" />
    </span>
  );
};

const Duration = ({ run: { durationMs, queuedAt } }: { run: RunItem }) =>
  durationMs === null ? <Since at={queuedAt} /> : formatDuration(durationMs);

const Since = ({ at }: { at: string }) => {
  const nowMs = useNow();
  return (
    <span suppressHydrationWarning className="text-running">
      {formatDuration(Math.max(0, nowMs - Date.parse(at)))}
    </span>
  );
};
