import { sql } from "kysely";
import { uuidv7 } from "@/lib/core/ids";
import { addApprovers, type Letter, readApprovers } from "@/lib/domain/approvals/approvers";
import type { Tx } from "@/lib/infra/db/as-tenant";
import { json } from "@/lib/infra/db/json";

/** What a step asks people. Deadlines are instants; `fields` are shown as they are, in their order. */
export type Question = {
  key: string;
  stepId: string;
  title: string;
  message: string;
  fields: { label: string; value: string }[];
  approvers: string[];
  deadline: Date;
  onDeadline: "reject" | "approve" | "fail";
  escalateAt: Date | null;
  escalateTo: string[];
};

type AskingRun = { tenantId: string; runId: string; workflowId: string; workflowName: string };

/** `letters` are empty when the question was asked before. */
export type Pending = { approvalId: string; deadline: Date; letters: Letter[] };

/**
 * Asks people, once a key, in the caller's transaction: asking again answers the first. For workers. Throws invalid_input
 * for an approver that is neither a role nor an address.
 */
export const askApproval = async (
  tx: Tx,
  { tenantId, runId, workflowId, workflowName }: AskingRun,
  question: Question,
): Promise<Pending> => {
  const { key, stepId, title, message, fields, deadline, onDeadline } = question;
  const asked = readApprovers(question.approvers);
  readApprovers(question.escalateTo);
  const id = uuidv7();
  const { rows } = await sql<{ id: string; deadline: Date; isNew: boolean }>`
    with asked as (
      insert into public.approvals (id, key, run_id, step_id, workflow_id, workflow_name, title, message, fields, min_role,
        on_deadline, deadline, escalate_at, escalate_to)
      values (${id}, ${key}, ${runId}, ${stepId}, ${workflowId}, ${workflowName}, ${title}, ${message}, ${json(fields)},
        ${asked.minRole}::public.tenant_role, ${onDeadline}, ${deadline}, ${question.escalateAt}, ${question.escalateTo}::text[])
      on conflict (tenant_id, key) do nothing returning id, deadline)
    select id, deadline, true as is_new from asked
    union all
    select id, deadline, false from public.approvals where key = ${key} and not exists (select from asked)`.execute(
    tx,
  );
  const [row] = rows;
  const approvalId = row?.id ?? id;
  const isNew = row?.isNew ?? false;
  const letters = isNew ? await addApprovers(tx, { tenantId, approvalId }, asked, false) : [];
  return { approvalId, deadline: row?.deadline ?? deadline, letters };
};
