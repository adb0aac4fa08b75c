import { sql } from "kysely";
import { type Caller, worker } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { decide, refuse } from "@/lib/domain/approvals/decide";
import { type LinkHolder, readToken, tokenHash } from "@/lib/domain/approvals/link";
import { toDecision } from "@/lib/domain/approvals/read";
import type { LinkDecisionInput, LinkView } from "@/lib/domain/approvals/schema";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";

type Origin = { requestId?: string; ip?: string; userAgent?: string };

type Row = Omit<LinkView, "deadline" | "decision"> & {
  deadline: Date;
  decision: Parameters<typeof toDecision>[0];
};

const holderOf = (token: string, origin: Origin): { holder: LinkHolder; caller: Caller } => {
  const holder = readToken(token);
  if (!holder) throw new AppError("not_found", "This link is not one of ours, or not complete.");
  return { holder, caller: worker("approvals-by-link", holder.tenantId, origin) };
};

const read = async (tx: Tx, { approvalId, approverId }: LinkHolder, hash: Buffer) => {
  const { rows } = await sql<Row>`
    select a.title, a.status, a.message, a.fields, a.deadline, a.on_deadline, a.workflow_name, t.name as tenant_name,
      t.time_zone, p.email,
      a.status = 'pending' and a.deadline > now()
        and (not p.by_role or exists (select from public.memberships m join public.profiles q on q.user_id = m.user_id
          where q.email = p.email and m.role >= a.min_role)) as open,
      (select jsonb_build_object('verdict', d.verdict, 'by', d.email, 'via', d.via, 'comment', d.comment, 'at', d.at)
        from public.approval_decisions d where d.approval_id = a.id) as decision
    from public.approvals a
    join public.approvers p on p.tenant_id = a.tenant_id and p.approval_id = a.id
    join public.tenants t on t.id = a.tenant_id and t.deleted_at is null
    where a.id = ${approvalId} and p.id = ${approverId} and p.token_hash = ${hash}`.execute(tx);
  return rows[0];
};

const toView = ({ deadline, decision, ...row }: Row): LinkView => ({
  ...row,
  // The link ends with the question: what was asked is shown only while it can be answered.
  ...(!row.open && { message: "", fields: [] }),
  deadline: deadline.toISOString(),
  decision: toDecision(decision),
});

/** What the holder of a mailed link sees; changes nothing. Throws not_found for what is no link of ours. */
export const readByLink = async (token: string, origin: Origin = {}): Promise<LinkView> => {
  const { holder, caller } = holderOf(token, origin);
  return asTenant(caller, async (tx) => {
    const row = await read(tx, holder, tokenHash(token));
    if (!row) throw new AppError("not_found", "This link leads nowhere any more.");
    return toView(row);
  });
};

/** Decides as the holder of a mailed link, by the same rules as in the dashboard. Throws not_found, conflict, forbidden. */
export const decideByLink = async (
  { token, ...given }: LinkDecisionInput,
  origin: Origin = {},
): Promise<LinkView> => {
  const { holder, caller } = holderOf(token, origin);
  return asTenant(caller, async (tx) => {
    const hash = tokenHash(token);
    const outcome = await decide(tx, holder.approvalId, given, hash);
    const row = await read(tx, holder, hash);
    if (!row) throw new AppError("not_found", "This link leads nowhere any more.");
    const view = toView(row);
    refuse(outcome, view.decision);
    return view;
  });
};
