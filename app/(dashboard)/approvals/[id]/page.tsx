import type { Metadata } from "next";
import { Link } from "@/app/_ui/controls/link";
import { Facts, Panel, Section } from "@/app/_ui/data/section";
import { Page } from "@/app/_ui/frame/page";
import { Moment } from "@/app/_ui/time/moment";
import { ApprovalLabel } from "@/app/(dashboard)/approvals/approval-status";
import { DecisionForm } from "@/app/(dashboard)/approvals/decision-form";
import { Outcome } from "@/app/(dashboard)/approvals/outcome";
import { QuestionBody } from "@/app/(dashboard)/approvals/question-body";
import { OTHERWISE, whoDecides } from "@/app/(dashboard)/approvals/who";
import { orNotFound } from "@/app/(dashboard)/or-not-found";
import { visit } from "@/app/(dashboard)/visit";
import { getApproval } from "@/lib/domain/approvals/get";
import type { ApprovalDetail } from "@/lib/domain/approvals/schema";

export const metadata: Metadata = { title: "Approval" };

const LINK = "font-medium underline underline-offset-2 hover:text-accent";

export default async function ApprovalPage({ params }: PageProps<"/approvals/[id]">) {
  const [{ caller }, { id }] = await Promise.all([visit(), params]);
  const approval = await orNotFound(id, (known) => getApproval(caller, known));
  return (
    <Page
      crumbs={[{ title: "Approvals", href: "/approvals" }, { title: approval.title }]}
      title={<span className="break-words">{approval.title}</span>}
      summary={
        <span>
          Asked by{" "}
          <Link className={LINK} href={`/workflows/${approval.workflowId}`}>
            {approval.workflowName}
          </Link>{" "}
          in{" "}
          <Link className={LINK} href={`/runs/${approval.runId}?step=${approval.stepId}`}>
            this run
          </Link>
        </span>
      }
      actions={<ApprovalLabel status={approval.status} />}
    >
      <div className="grid grid-cols-1 gap-6 lg:grid-cols-[1fr_22rem]">
        <div className="grid min-w-0 content-start gap-6">
          {(approval.message || approval.fields.length > 0) && (
            <Panel>
              <QuestionBody {...approval} />
            </Panel>
          )}
          <Facts
            facts={[
              ["Asked", <Moment key="asked" at={approval.createdAt} />],
              ["Until", <Moment key="until" at={approval.deadline} />],
              ["When nobody decides", OTHERWISE[approval.onDeadline]],
              ["Who decides", whoDecides(approval)],
            ]}
          />
          <AskedPeople approval={approval} />
        </div>
        <Section title="Decision">
          <Panel>
            <Decide approval={approval} />
          </Panel>
        </Section>
      </div>
    </Page>
  );
}

const Decide = ({ approval }: { approval: ApprovalDetail }) => {
  if (approval.mine) return <DecisionForm path={`/api/v1/approvals/${approval.id}/decide`} />;
  const isOver = approval.status !== "pending" || Date.parse(approval.deadline) <= Date.now();
  if (isOver) return <Outcome status={approval.status} decision={approval.decision} />;
  return (
    <p className="text-muted">
      You were not asked. {whoDecides(approval)} can decide, here or by the link in their mail.
    </p>
  );
};

const AskedPeople = ({
  approval: { asked, escalateAt, escalatedAt },
}: {
  approval: ApprovalDetail;
}) => (
  <Section
    title="Asked by mail"
    summary={
      escalateAt &&
      !escalatedAt && (
        <>
          Further people are asked <Moment at={escalateAt} /> if nobody has decided by then.
        </>
      )
    }
  >
    <ul className="divide-y divide-line rounded-lg border border-line bg-surface text-sm">
      {asked.map(({ email, escalated, at }) => (
        <li key={email} className="flex flex-wrap justify-between gap-x-4 px-3 py-2">
          <span className="min-w-0 break-words">
            {email}
            {escalated && <span className="text-muted"> (escalated)</span>}
          </span>
          <span className="text-muted">
            <Moment at={at} />
          </span>
        </li>
      ))}
    </ul>
  </Section>
);
