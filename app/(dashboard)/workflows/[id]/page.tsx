import { Archive } from "lucide-react";
import type { Metadata } from "next";
import { ButtonLink } from "@/app/_ui/controls/button";
import { RunTable } from "@/app/_ui/data/run-table";
import { SampleLabel } from "@/app/_ui/data/sample-label";
import { Section } from "@/app/_ui/data/section";
import { StatusLabel } from "@/app/_ui/data/status";
import { Page } from "@/app/_ui/frame/page";
import { orNotFound } from "@/app/(dashboard)/or-not-found";
import { visit } from "@/app/(dashboard)/visit";
import { DraftName, DraftProblems } from "@/app/(dashboard)/workflows/[id]/draft-facts";
import { WorkflowEditor } from "@/app/(dashboard)/workflows/[id]/editor/workflow-editor";
import { HookPanel } from "@/app/(dashboard)/workflows/[id]/hook-panel";
import { SchedulePanel } from "@/app/(dashboard)/workflows/[id]/schedule-panel";
import { TriggerStates } from "@/app/(dashboard)/workflows/[id]/trigger-states";
import { VersionsPanel } from "@/app/(dashboard)/workflows/[id]/versions-panel";
import { WorkflowActions } from "@/app/(dashboard)/workflows/[id]/workflow-actions";
import { triggerWords } from "@/app/(dashboard)/workflows/trigger-words";
import type { Caller } from "@/lib/core/caller";
import { listRuns } from "@/lib/domain/runs/list";
import { listMembers } from "@/lib/domain/tenants/members/list";
import { getWorkflow } from "@/lib/domain/workflows/get";
import { listStepKinds } from "@/lib/domain/workflows/step-kinds/list";
import { listVersions } from "@/lib/domain/workflows/versions/list";

export const metadata: Metadata = { title: "Workflow" };

const load = async (caller: Caller, id: string) => {
  const [workflow, versions, runs, members] = await Promise.all([
    getWorkflow(caller, id),
    listVersions(caller, id, { limit: 20 }),
    listRuns(caller, { limit: 8, workflowId: id }),
    listMembers(caller, { limit: 200 }),
  ]);
  const names = new Map(
    members.data.map(({ userId, fullName, email }) => [userId, fullName || email]),
  );
  return { workflow, versions: versions.data, runs: runs.data, names };
};

export default async function WorkflowPage({ params }: PageProps<"/workflows/[id]">) {
  const [{ caller, can, tenant }, { id }] = await Promise.all([visit(), params]);
  const { workflow, versions, runs, names } = await orNotFound(id, (known) => load(caller, known));
  const live = versions.find(({ isLive }) => isLive);
  const isArchived = workflow.status === "archived";
  const mayWrite = can("workflows:write") && !isArchived;
  const { problems, updatedAt } = workflow;
  const draft = {
    id: workflow.id,
    facts: { name: workflow.name, problems: problems.length, updatedAt },
  };
  const name = <DraftName {...draft} />;
  return (
    <Page
      crumbs={[
        { title: "Workflows", href: "/workflows" },
        { title: workflow.name, shown: name },
      ]}
      title={name}
      summary={
        <span className="flex flex-wrap items-center gap-2">
          <StatusLabel status={workflow.status} />
          {workflow.isDemo && <SampleLabel />}
          <DraftProblems {...draft} />
          <span>{triggerWords(workflow.trigger)}</span>
        </span>
      }
      actions={
        can("workflows:write") && (
          <WorkflowActions workflow={workflow} liveTrigger={triggerOf(live?.definition)} />
        )
      }
    >
      {isArchived && (
        <p className="mb-5 flex gap-2 rounded-lg border border-line bg-surface p-4 text-muted">
          <Archive aria-hidden className="mt-0.5 size-4 shrink-0" />
          This workflow is archived: nothing starts it and it cannot be changed. Its runs stay.
        </p>
      )}
      <TriggerStates
        workflowId={workflow.id}
        triggers={workflow.triggers}
        mayProbe={can("workflows:publish") && !isArchived}
      />
      <WorkflowEditor
        workflow={workflow}
        live={live ? { version: live.version, publishedAt: live.publishedAt } : null}
        mayWrite={mayWrite}
        kinds={listStepKinds()}
        tenant={{ id: tenant.id, name: tenant.name, slug: tenant.slug, timeZone: tenant.timeZone }}
        lastRunId={runs.find(({ endedAt }) => endedAt !== null)?.id ?? runs[0]?.id}
      />
      <div className="mt-8 grid grid-cols-1 items-start gap-8 lg:grid-cols-[minmax(0,1fr)_380px]">
        <Section
          title="Recent runs"
          actions={
            runs.length > 0 && (
              <ButtonLink size="small" href={`/runs?workflow=${workflow.id}`}>
                All runs
              </ButtonLink>
            )
          }
        >
          {runs.length > 0 ? (
            <RunTable runs={runs} plain />
          ) : (
            <p className="text-muted">
              {live
                ? "It has not run yet."
                : "It has not run yet. Publish it, then run it by hand or let its trigger start it."}
            </p>
          )}
        </Section>
        <div className="grid min-w-0 grid-cols-1 gap-8">
          {workflow.hook && (
            <HookPanel hook={workflow.hook} mayWrite={can("hooks:write") && !isArchived} />
          )}
          {workflow.schedule && (
            <SchedulePanel schedule={workflow.schedule} status={workflow.status} />
          )}
          <VersionsPanel
            workflowId={workflow.id}
            versions={versions}
            names={names}
            mayWrite={mayWrite}
          />
        </div>
      </div>
    </Page>
  );
}

const triggerOf = (definition: Record<string, unknown> | undefined) =>
  (definition?.trigger ?? null) as Record<string, unknown> | null;
