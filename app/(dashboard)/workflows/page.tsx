import { Workflow } from "lucide-react";
import type { Metadata } from "next";
import { ButtonLink } from "@/app/_ui/controls/button";
import { Empty } from "@/app/_ui/data/empty";
import { Pager } from "@/app/_ui/data/pager";
import { Page } from "@/app/_ui/frame/page";
import { pageOrFirst } from "@/app/_ui/http/page-or-first";
import { readQuery } from "@/app/_ui/http/read-query";
import { visit } from "@/app/(dashboard)/visit";
import { WorkflowFilters } from "@/app/(dashboard)/workflows/workflow-filters";
import { WorkflowTable } from "@/app/(dashboard)/workflows/workflow-table";
import { listWorkflows } from "@/lib/domain/workflows/list";
import { WorkflowQuery } from "@/lib/domain/workflows/schema";

export const metadata: Metadata = { title: "Workflows" };

export default async function WorkflowsPage({ searchParams }: PageProps<"/workflows">) {
  const { caller, can } = await visit();
  const filter = readQuery(await searchParams, ["search", "status", "sort", "cursor"]);
  const query = WorkflowQuery.safeParse(filter);
  const { data, nextCursor } = await pageOrFirst(
    query.success ? query.data : WorkflowQuery.parse({}),
    (wanted) => listWorkflows(caller, wanted),
  );
  const { cursor, ...shown } = filter;
  const filtered = Boolean(shown.search || shown.status);
  const create = can("workflows:write") && (
    <ButtonLink look="primary" href="/workflows/new">
      New workflow
    </ButtonLink>
  );
  return (
    <Page
      crumbs={[{ title: "Workflows" }]}
      title="Workflows"
      summary="What starts on its own, and what it does."
      actions={create}
    >
      <div className="grid grid-cols-1 gap-4">
        {(data.length > 0 || filtered) && <WorkflowFilters />}
        {data.length > 0 && (
          <WorkflowTable
            key={JSON.stringify(filter)}
            workflows={data}
            query={shown}
            mayWrite={can("workflows:write")}
          />
        )}
        {data.length === 0 && filtered && (
          <Empty
            icon={Workflow}
            title="No workflow matches"
            action={<ButtonLink href="/workflows">Clear the filters</ButtonLink>}
          />
        )}
        {data.length === 0 && !filtered && (
          <Empty
            icon={Workflow}
            title="No workflows yet"
            help="workflows"
            action={
              <ButtonLink look={create ? "primary" : "plain"} href="/templates">
                {create ? "Start from a template" : "Look at the templates"}
              </ButtonLink>
            }
          >
            A workflow starts on an order, a schedule, an event or a click.
          </Empty>
        )}
        <Pager path="/workflows" query={shown} cursor={cursor} nextCursor={nextCursor} />
      </div>
    </Page>
  );
}
