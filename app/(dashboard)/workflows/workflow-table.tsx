import { Unplug } from "lucide-react";
import { Choosable, ChooseAll, ChooseRow } from "@/app/_ui/data/choice";
import { ProblemsBadge } from "@/app/_ui/data/problems-badge";
import { type Status, StatusLabel } from "@/app/_ui/data/status";
import { RowLink, SortTh, Table, Td, Th, Tr } from "@/app/_ui/data/table";
import { Moment } from "@/app/_ui/time/moment";
import { RowMenu } from "@/app/(dashboard)/workflows/row-menu";
import { triggerWords } from "@/app/(dashboard)/workflows/trigger-words";
import { WorkflowBulkBar } from "@/app/(dashboard)/workflows/workflow-bulk-bar";
import type { WorkflowItem } from "@/lib/domain/workflows/schema";

type Props = {
  workflows: WorkflowItem[];
  query: Record<string, string | undefined>;
  mayWrite: boolean;
};

/** Workflows in the order the query asks for; who may change them chooses some. */
export const WorkflowTable = (props: Props) =>
  props.mayWrite ? (
    <Choosable ids={props.workflows.map(({ id }) => id)}>
      <Rows {...props} />
      <WorkflowBulkBar workflows={props.workflows.map(({ id, status }) => ({ id, status }))} />
    </Choosable>
  ) : (
    <Rows {...props} />
  );

const Rows = ({ workflows, query, mayWrite }: Props) => (
  <Table
    label="Workflows"
    head={
      <>
        {mayWrite && (
          <Th className="w-8 pr-0">
            <ChooseAll label="Choose every workflow of this page" />
          </Th>
        )}
        <SortTh
          path="/workflows"
          query={{ ...query, sort: query.sort === "name" ? undefined : "name" }}
          sorted={query.sort === "name" ? "ascending" : undefined}
        >
          Workflow
        </SortTh>
        <Th>State</Th>
        <Th wide>Started by</Th>
        <Th wide>Last run</Th>
        <Th wide number>
          Runs, 24 h
        </Th>
        <SortTh
          wide
          number
          path="/workflows"
          query={{ ...query, sort: undefined }}
          sorted={query.sort === "name" ? undefined : "descending"}
        >
          Changed
        </SortTh>
        {mayWrite && (
          <Th>
            <span className="sr-only">Actions</span>
          </Th>
        )}
      </>
    }
  >
    {workflows.map((workflow) => (
      <Tr key={workflow.id}>
        {mayWrite && (
          <Td className="w-8 pr-0">
            <ChooseRow id={workflow.id} label={`Choose ${workflow.name}`} />
          </Td>
        )}
        <Td className="w-full max-w-0 md:min-w-64">
          <RowLink id={workflow.id} href={`/workflows/${workflow.id}`} className="block truncate">
            {workflow.name}
          </RowLink>
          <span className="block truncate text-muted text-xs">
            {workflow.liveVersion ? `Version ${workflow.liveVersion}` : "Never published"}
            {workflow.isDemo && " · sample"}
            <span className="md:hidden"> · {triggerWords(workflow.trigger)}</span>
          </span>
        </Td>
        <Td>
          <div className="flex flex-wrap items-center gap-1.5">
            <StatusLabel status={workflow.status} />
            <ProblemsBadge count={workflow.problems.length} />
            {workflow.triggers.some(({ live }) => live === false) && (
              <span className="inline-flex h-6 items-center gap-1 whitespace-nowrap rounded-full bg-degraded-soft px-2 text-degraded text-sm">
                <Unplug aria-hidden className="size-4" />
                Trigger does not work
              </span>
            )}
          </div>
        </Td>
        <Td wide className="max-w-64">
          <span className="block truncate text-muted">{triggerWords(workflow.trigger)}</span>
          {workflow.nextRunAt && (
            <span className="block text-muted text-xs">
              next <Moment at={workflow.nextRunAt} ahead />
            </span>
          )}
        </Td>
        <Td wide>
          {workflow.lastRun ? (
            <span className="flex items-center gap-3">
              <StatusLabel bare status={workflow.lastRun.status as Status} />
              {workflow.lastRun.endedAt && (
                <span className="text-muted">
                  <Moment at={workflow.lastRun.endedAt} />
                </span>
              )}
            </span>
          ) : (
            <span className="text-faint">never</span>
          )}
        </Td>
        <Td wide number>
          {workflow.runs24h.total > 0 ? (
            <>
              {workflow.runs24h.total}
              {workflow.runs24h.failed > 0 && (
                <span className="block text-failed text-xs">{workflow.runs24h.failed} failed</span>
              )}
            </>
          ) : (
            <span className="text-faint">–</span>
          )}
        </Td>
        <Td wide number className="text-muted">
          <Moment at={workflow.updatedAt} />
        </Td>
        {mayWrite && (
          <Td className="pl-0">
            <RowMenu workflow={workflow} />
          </Td>
        )}
      </Tr>
    ))}
  </Table>
);
