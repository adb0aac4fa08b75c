import { sql } from "kysely";
import { queueMail } from "@/lib/domain/mail/queue";
import type { Tx } from "@/lib/infra/db/as-tenant";

/** Who is to get which link. */
type Letter = { approverId: string; to: string; url: string };

type Row = {
  title: string;
  message: string;
  fields: { label: string; value: string }[];
  workflow: string;
  tenant: string;
  timeZone: string;
  runId: string;
  createdAt: Date;
  deadline: Date;
  onDeadline: "reject" | "approve" | "fail";
};

const OTHERWISE = {
  reject: "it is rejected",
  approve: "it is approved",
  fail: "the run stops with an error",
};

const instant = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
    timeZone,
  }).format(at);

const load = async (tx: Tx, approvalId: string): Promise<Row | undefined> => {
  const { rows } = await sql<Row>`
    select a.title, a.message, a.fields, a.workflow_name as workflow, t.name as tenant, t.time_zone, a.run_id, a.created_at,
      a.deadline, a.on_deadline
    from public.approvals a join public.tenants t on t.id = a.tenant_id where a.id = ${approvalId}`.execute(
    tx,
  );
  return rows[0];
};

/** Queues the mails that ask people to decide, in the caller's transaction; one a person, ever. */
export const queueApprovalLetters = async (
  tx: Tx,
  approvalId: string,
  letters: readonly Letter[],
  { escalated = false } = {},
): Promise<void> => {
  const row = letters.length > 0 ? await load(tx, approvalId) : undefined;
  if (!row) return;
  const { title, message, fields: facts, workflow, tenant, timeZone, runId } = row;
  const paragraphs = message.split(/\n{2,}/).map((part) => part.trim());
  const props = {
    title,
    paragraphs: paragraphs.filter((part) => part !== ""),
    facts,
    workflow,
    tenant,
    deadline: instant(row.deadline, timeZone),
    otherwise: OTHERWISE[row.onDeadline],
  };
  const askedAt = instant(row.createdAt, timeZone);
  for (const { approverId, to, url } of letters) {
    const mail = { key: `approval/${approvalId}/${approverId}`, to, runId };
    if (escalated)
      await queueMail(tx, {
        ...mail,
        template: "approval-escalated",
        props: { ...props, askedAt, url },
      });
    else await queueMail(tx, { ...mail, template: "approval-request", props: { ...props, url } });
  }
};
