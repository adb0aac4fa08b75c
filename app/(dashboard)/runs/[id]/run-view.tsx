"use client";

import { parseAsString, useQueryState } from "nuqs";
import { BulkProgress } from "@/app/_ui/bulk/bulk-progress";
import { Tabs } from "@/app/_ui/controls/tabs";
import { ErrorBox } from "@/app/_ui/data/error-box";
import { JsonTree } from "@/app/_ui/data/json-tree";
import { SampleLabel } from "@/app/_ui/data/sample-label";
import { Split } from "@/app/_ui/data/split";
import { StatusLabel } from "@/app/_ui/data/status";
import { Page } from "@/app/_ui/frame/page";
import { shortenId } from "@/app/_ui/time/format";
import { useNow } from "@/app/_ui/time/moment";
import { Announcer } from "@/app/(dashboard)/runs/[id]/live/announcer";
import { LinkState } from "@/app/(dashboard)/runs/[id]/live/link-state";
import { useLiveRun } from "@/app/(dashboard)/runs/[id]/live/use-live-run";
import { RunActions } from "@/app/(dashboard)/runs/[id]/replay/run-actions";
import { RunCanvas } from "@/app/(dashboard)/runs/[id]/run-canvas";
import { RunFacts } from "@/app/(dashboard)/runs/[id]/run-facts";
import { RunLog } from "@/app/(dashboard)/runs/[id]/run-log";
import { StepInspector } from "@/app/(dashboard)/runs/[id]/steps/step-inspector";
import { RunTimeline } from "@/app/(dashboard)/runs/[id]/timeline/run-timeline";
import type { RunDetail } from "@/lib/domain/runs/schema";

type Props = {
  initial: RunDetail;
  renderedAtMs: number;
  mayWrite: boolean;
};

/** The step to show when nobody chose: the one that failed, the one under way, the first. */
const firstLook = ({ steps }: RunDetail) =>
  steps.find(({ status }) => status === "failed") ??
  steps.find(({ status }) => status === "running" || status === "waiting") ??
  steps[0];

/** One run, followed until it ends. */
export const RunView = ({ initial, renderedAtMs, mayWrite }: Props) => {
  const { run, link, refresh } = useLiveRun(initial);
  const secondMs = useNow(renderedAtMs);
  const [stepId, setStepId] = useQueryState("step", parseAsString);
  const [tab, setTab] = useQueryState("tab", parseAsString.withDefault("timeline"));
  const step = run.steps.find(({ id }) => id === stepId) ?? firstLook(run);
  const nowMs = Math.max(secondMs, Date.parse(run.endedAt ?? run.startedAt ?? run.queuedAt));
  const show = (id: string) => void setStepId(id);
  return (
    <Page
      crumbs={[{ title: "Runs", href: "/runs" }, { title: shortenId(run.id) }]}
      title={run.workflowName}
      summary={
        <span className="flex flex-wrap items-center gap-2">
          <StatusLabel status={run.status} />
          {run.isDemo && <SampleLabel />}
          <LinkState run={run} link={link} nowMs={secondMs} />
        </span>
      }
      actions={<RunActions run={run} step={step} mayWrite={mayWrite} onChange={refresh} />}
    >
      <Announcer run={run} />
      <div className="grid grid-cols-1 gap-5">
        <RunFacts run={run} nowMs={nowMs} />
        {run.error && (
          <ErrorBox error={run.error} brief={step?.error?.message === run.error.message}>
            {run.error.stepId && <ShowStep run={run} id={run.error.stepId} onShow={show} />}
          </ErrorBox>
        )}
        <Tabs
          label="The run as"
          value={tab}
          onChange={(id) => void setTab(id)}
          tabs={[
            {
              id: "timeline",
              title: "Timeline",
              body: (
                <Split
                  label="Move the line between timeline and step"
                  name="run"
                  left={<RunTimeline {...{ run, nowMs }} selected={step?.id} onSelect={show} />}
                  right={step && <StepInspector run={run} step={step} />}
                />
              ),
            },
            {
              id: "canvas",
              title: "Canvas",
              body: (
                <Split
                  label="Move the line between canvas and step"
                  name="run"
                  left={<RunCanvas run={run} selected={step?.id} onSelect={show} />}
                  right={step && <StepInspector run={run} step={step} />}
                />
              ),
            },
            { id: "log", title: "Log", body: <RunLog run={run} onShow={show} /> },
            {
              id: "trigger",
              title: "Trigger",
              body: <JsonTree value={run.trigger} path="trigger" />,
            },
          ]}
        />
      </div>
      <BulkProgress />
    </Page>
  );
};

type ShowProps = { run: RunDetail; id: string; onShow: (id: string) => void };

const ShowStep = ({ run, id, onShow }: ShowProps) => (
  <p>
    <button
      type="button"
      className="min-h-6 font-medium underline underline-offset-2"
      onClick={() => onShow(id)}
    >
      Show the step {run.steps.find((step) => step.id === id)?.name ?? id}
    </button>
  </p>
);
