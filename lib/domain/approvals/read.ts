import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import type { ApprovalItem } from "@/lib/domain/approvals/schema";

type DecisionRow = {
  verdict: "approved" | "rejected" | "expired";
  by: string | null;
  via: "dashboard" | "link" | "deadline";
  comment: string | null;
  at: string;
};

export type ItemRow = Omit<ApprovalItem, "deadline" | "createdAt" | "decision"> & {
  deadline: Date;
  createdAt: Date;
  decision: DecisionRow | null;
};

/**
 * Whether the caller may decide `a`: a person with its role or a higher one, or one whose address was asked by name. The
 * same rule as app.decide_approval, which has the last word.
 */
export const mayDecide = (caller: Caller) =>
  caller.kind === "user"
    ? sql<boolean>`(a.status = 'pending' and a.deadline > now() and (coalesce(${caller.role}::public.tenant_role >= a.min_role, false)
        or exists (select from public.approvers p join public.profiles me on me.email = p.email
          where p.tenant_id = a.tenant_id and p.approval_id = a.id and not p.by_role and me.user_id = ${caller.userId})))`
    : sql<boolean>`false`;

/** What a query over `approvals as a` selects for an item. */
export const itemColumns = (caller: Caller) => sql<ItemRow>`
  a.id, a.title, a.status, a.run_id, a.step_id, a.workflow_id, a.workflow_name, a.min_role, a.on_deadline, a.deadline,
  a.created_at, ${mayDecide(caller)} as mine,
  array(select p.email from public.approvers p
    where p.tenant_id = a.tenant_id and p.approval_id = a.id and not p.by_role order by p.email) as addresses,
  (select jsonb_build_object('verdict', d.verdict, 'by', d.email, 'via', d.via, 'comment', d.comment, 'at', d.at)
    from public.approval_decisions d where d.tenant_id = a.tenant_id and d.approval_id = a.id) as decision`;

export const toDecision = (row: DecisionRow | null): ApprovalItem["decision"] =>
  row && { ...row, at: new Date(row.at).toISOString() };

export const toItem = ({ deadline, createdAt, decision, ...row }: ItemRow): ApprovalItem => ({
  ...row,
  deadline: deadline.toISOString(),
  createdAt: createdAt.toISOString(),
  decision: toDecision(decision),
});
