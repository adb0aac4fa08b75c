"use client";

import { CircleAlert, WifiOff } from "lucide-react";
import Link from "next/link";
import { parseAsString, useQueryState } from "nuqs";
import type { ReactNode } from "react";
import { Id } from "@/app/_ui/data/id";
import { JsonTree } from "@/app/_ui/data/json-tree";
import { TriggerLabel } from "@/app/_ui/data/run-table";
import { Facts, Panel, Section } from "@/app/_ui/data/section";
import { StatusLabel } from "@/app/_ui/data/status";
import { Page } from "@/app/_ui/frame/page";
import { formatDuration, shortenId } from "@/app/_ui/time/format";
import { Moment, useNow } from "@/app/_ui/time/moment";
import { Announcer } from "@/app/(dashboard)/runs/[id]/announcer";
import { RunActions } from "@/app/(dashboard)/runs/[id]/run-actions";
import { RunTimeline } from "@/app/(dashboard)/runs/[id]/run-timeline";
import { StepInspector } from "@/app/(dashboard)/runs/[id]/step-inspector";
import { useLiveRun } from "@/app/(dashboard)/runs/[id]/use-live-run";
import type { RunDetail } from "@/lib/domain/runs/schema";

const LINK = "font-medium underline decoration-line-strong underline-offset-2 hover:decoration-ink";

type Props = { initial: RunDetail; renderedAtMs: number; mayWrite: boolean };

/** One run, followed until it ends. */
export const RunView = ({ initial, renderedAtMs, mayWrite }: Props) => {
  const { data: run, isError, refetch } = useLiveRun(initial);
  const secondMs = useNow(renderedAtMs);
  const [stepId, setStepId] = useQueryState("step", parseAsString);
  const failed = run.steps.find(({ status }) => status === "failed");
  const step =
    run.steps.find(({ id }) => id === stepId) ??
    failed ??
    run.steps.find(({ status }) => status === "running" || status === "waiting") ??
    run.steps[0];
  const nowMs = Math.max(secondMs, latestMs(run));
  return (
    <Page
      crumbs={[{ title: "Runs", href: "/runs" }, { title: shortenId(run.id) }]}
      title={run.workflowName}
      summary={
        <span className="flex flex-wrap items-center gap-2">
          <StatusLabel status={run.status} />
          {isError && (
            <span className="flex items-center gap-1.5 text-degraded text-sm">
              <WifiOff aria-hidden className="size-4" />
              Not up to date: the server does not answer
            </span>
          )}
        </span>
      }
      actions={mayWrite && <RunActions run={run} onChange={() => void refetch()} />}
    >
      <Announcer run={run} />
      <div className="grid grid-cols-1 gap-5">
        <RunFacts run={run} nowMs={nowMs} />
        {run.error && <RunError error={run.error} onShow={setStepId} />}
        <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-[minmax(0,1fr)_440px]">
          <RunTimeline
            {...{ run, nowMs }}
            selected={step?.id}
            onSelect={(id) => void setStepId(id)}
          />
          {step && <StepInspector step={step} />}
        </div>
        <Section title="Trigger" summary="What started the run, as expressions see it.">
          <JsonTree value={run.trigger} path="trigger" />
        </Section>
      </div>
    </Page>
  );
};

const latestMs = ({ endedAt, startedAt, queuedAt }: RunDetail) =>
  Date.parse(endedAt ?? startedAt ?? queuedAt);

const RunFacts = ({ run, nowMs }: { run: RunDetail; nowMs: number }) => (
  <Panel>
    <Facts
      facts={[
        ["Run", <Id key="run" value={run.id} label="the run id" />],
        [
          "Workflow",
          <Link key="workflow" href={`/workflows/${run.workflowId}`} className={LINK}>
            Version {run.version}
          </Link>,
        ],
        ["Started by", <TriggerLabel key="trigger" kind={run.triggerKind} />],
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
        ...(run.replayOf
          ? ([
              [
                "Replay of",
                <Link
                  key="replay"
                  href={`/runs/${run.replayOf}`}
                  className={`${LINK} font-mono text-xs`}
                >
                  {shortenId(run.replayOf)}
                </Link>,
              ],
            ] as [string, ReactNode][])
          : []),
      ]}
    />
  </Panel>
);

type ErrorProps = { error: NonNullable<RunDetail["error"]>; onShow: (stepId: string) => unknown };

const RunError = ({ error, onShow }: ErrorProps) => (
  <div className="flex flex-wrap items-start justify-between gap-3 rounded-lg bg-failed-soft p-4 text-failed">
    <p className="flex min-w-0 gap-2">
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span className="min-w-0 break-words">
        <span className="font-medium">{error.message}</span>{" "}
        <span className="font-mono text-xs">{error.code}</span>
      </span>
    </p>
    {error.stepId && (
      <button
        type="button"
        className="min-h-6 underline underline-offset-2"
        onClick={() => void onShow(error.stepId ?? "")}
      >
        Show the step {error.stepId}
      </button>
    )}
  </div>
);
