import type { Route } from "next";
import type { ReactNode } from "react";
import { Link } from "@/app/_ui/controls/link";
import { Id } from "@/app/_ui/data/id";
import { Facts, Panel } from "@/app/_ui/data/section";
import { TriggerLabel } from "@/app/_ui/data/trigger-label";
import { formatDuration, shortenId } from "@/app/_ui/time/format";
import { Moment } from "@/app/_ui/time/moment";
import type { RunDetail } from "@/lib/domain/runs/schema";

const LINK = "font-medium underline decoration-line-strong underline-offset-2 hover:decoration-ink";

/** What started it: a trigger, or a step of another run. */
const Starter = ({ run: { parent, triggerKind } }: { run: RunDetail }) =>
  parent ? (
    <span className="flex flex-wrap items-center gap-x-1.5">
      Run
      <Link
        href={`/runs/${parent.runId}?step=${encodeURIComponent(parent.stepId)}` as Route}
        className={`${LINK} font-mono text-xs`}
      >
        {shortenId(parent.runId)}
      </Link>
      {parent.workflowId && (
        <>
          of
          <Link href={`/workflows/${parent.workflowId}` as Route} className={LINK}>
            {parent.workflowName}
          </Link>
        </>
      )}
    </span>
  ) : (
    <TriggerLabel kind={triggerKind} />
  );

type Props = { run: RunDetail; nowMs: number };

/** What is known of a run as a whole. */
export const RunFacts = ({ run, nowMs }: Props) => {
  const facts: ([string, ReactNode] | false)[] = [
    ["Run", <Id key="run" value={run.id} label="the run id" />],
    [
      "Workflow",
      <Link key="workflow" href={`/workflows/${run.workflowId}`} className={LINK}>
        Version {run.version}
      </Link>,
    ],
    ["Started by", <Starter key="trigger" run={run} />],
    ["Queued", <Moment key="queued" at={run.queuedAt} />],
    ["Started", <Moment key="started" at={run.startedAt} />],
    ["Ended", <Moment key="ended" at={run.endedAt} />],
    [
      "Total",
      <span key="total" suppressHydrationWarning>
        {formatDuration(run.durationMs ?? Math.max(0, nowMs - Date.parse(run.queuedAt)))}
      </span>,
    ],
    ["Steps", `${run.stepsDone} of ${run.stepsTotal}`],
    run.replayOf !== null && [
      "Replay of",
      <span key="replay" className="flex items-center gap-2">
        <Link href={`/runs/${run.replayOf}`} className={`${LINK} font-mono text-xs`}>
          {shortenId(run.replayOf)}
        </Link>
        <Link href={`/runs/${run.id}/compare?with=${run.replayOf}` as Route} className={LINK}>
          Compare
        </Link>
      </span>,
    ],
    ["Kept until", <Moment key="kept" at={run.keptUntil} />],
  ];
  return (
    <Panel>
      <Facts facts={facts.filter((fact): fact is [string, ReactNode] => Boolean(fact))} />
    </Panel>
  );
};
