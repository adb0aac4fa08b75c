import { Stamp } from "lucide-react";
import type { Metadata } from "next";
import { z } from "zod";
import { ButtonLink } from "@/app/_ui/controls/button";
import { Empty } from "@/app/_ui/data/empty";
import { Pager } from "@/app/_ui/data/pager";
import { Section } from "@/app/_ui/data/section";
import { Page } from "@/app/_ui/frame/page";
import { pageOrFirst } from "@/app/_ui/http/page-or-first";
import { readQuery } from "@/app/_ui/http/read-query";
import { ApprovalFilters } from "@/app/(dashboard)/approvals/approval-filters";
import { ApprovalTable } from "@/app/(dashboard)/approvals/approval-table";
import { SHOWN } from "@/app/(dashboard)/approvals/shown";
import { visit } from "@/app/(dashboard)/visit";
import { listApprovals } from "@/lib/domain/approvals/list";
import { type ApprovalQuery, ApprovalStatus } from "@/lib/domain/approvals/schema";
import { listWorkflows } from "@/lib/domain/workflows/list";

export const metadata: Metadata = { title: "Approvals" };

const LATELY = 20;

const ENDED: ApprovalStatus[] = ["approved", "rejected", "expired", "cancelled"];

/** The query a view of the address means; what an address says wrongly counts as not said. */
const queryOf = (filter: { show?: string; workflow?: string; cursor?: string }): ApprovalQuery => {
  const status = ApprovalStatus.safeParse(filter.show);
  const workflow = z.uuid().safeParse(filter.workflow);
  return {
    limit: 50,
    ...(filter.show === "mine"
      ? { mine: "true" as const }
      : { status: [status.success ? status.data : "pending"] }),
    ...(workflow.success && { workflowId: workflow.data }),
    ...(filter.cursor && { cursor: filter.cursor }),
  };
};

export default async function ApprovalsPage({ searchParams }: PageProps<"/approvals">) {
  const [{ caller }, search] = await Promise.all([visit(), searchParams]);
  const filter = readQuery(search, ["show", "workflow", "cursor"]);
  const { cursor, ...shown } = filter;
  const query = queryOf(filter);
  const isFirstView = !filter.show && !cursor;
  const [{ data, nextCursor, open }, workflows, lately] = await Promise.all([
    pageOrFirst(query, (wanted) => listApprovals(caller, wanted)),
    listWorkflows(caller, { limit: 200 }),
    isFirstView ? listApprovals(caller, { ...query, status: ENDED, limit: LATELY }) : { data: [] },
  ]);
  return (
    <Page
      crumbs={[{ title: "Approvals" }]}
      title="Approvals"
      summary="What your workflows ask people before they go on."
    >
      <div className="grid grid-cols-1 gap-4">
        <ApprovalFilters
          filter={shown}
          open={open}
          workflows={workflows.data.map(({ id, name }) => ({ id, name }))}
        />
        {data.length > 0 ? (
          <ApprovalTable label={titleOf(filter.show)} items={data} />
        ) : (
          <Nothing show={filter.show} filtered={Boolean(filter.workflow)} />
        )}
        <Pager path="/approvals" query={shown} cursor={cursor} nextCursor={nextCursor} />
        {lately.data.length > 0 && (
          <Section title="Decided lately" className="mt-4">
            <ApprovalTable label="Latest decisions" items={lately.data} />
          </Section>
        )}
      </div>
    </Page>
  );
}

const titleOf = (show: string | undefined): string =>
  SHOWN.find(([name]) => name !== "" && name === show)?.[1] ?? "Undecided";

const Nothing = ({ show, filtered }: { show: string | undefined; filtered: boolean }) => {
  if (show === "mine") return <Empty icon={Stamp} title="Nothing waits for you" />;
  if (show || filtered)
    return (
      <Empty
        icon={Stamp}
        title="No approval matches"
        action={<ButtonLink href="/approvals">Clear the filters</ButtonLink>}
      />
    );
  return (
    <Empty
      icon={Stamp}
      title="Nothing waits for a decision"
      help="approvals"
      action={<ButtonLink href="/workflows">Open the workflows</ButtonLink>}
    >
      A step of the type approval asks people by mail and here, and the run goes on with their
      answer.
    </Empty>
  );
};
