import { sql } from "kysely";
import type { Locale } from "@/emails/_words";
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
  /** Of those who have an account here, by address. */
  locales: Record<string, Locale>;
};

const TAG = { en: "en-GB", de: "de-DE" };

const instant = (at: Date, timeZone: string, locale: Locale): string =>
  new Intl.DateTimeFormat(TAG[locale], {
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
    timeZone,
  }).format(at);

const load = async (
  tx: Tx,
  approvalId: string,
  letters: readonly Letter[],
): Promise<Row | undefined> => {
  const { rows } = await sql<Row>`
    select a.title, a.message, a.fields, a.workflow_name as workflow, t.name as tenant, t.time_zone, a.run_id, a.created_at,
      a.deadline, a.on_deadline,
      (select coalesce(jsonb_object_agg(p.email, p.locale), '{}') from public.profiles p
        where p.email = any (${letters.map(({ to }) => to)}::text[])) as locales
    from public.approvals a join public.tenants t on t.id = a.tenant_id where a.id = ${approvalId}
      and not exists (select from public.runs r where r.tenant_id = a.tenant_id and r.id = a.run_id and r.is_demo)`.execute(
    tx,
  );
  return rows[0];
};

/**
 * Queues the mails that ask people to decide, each in its reader's language, in the caller's transaction; one a person,
 * ever, and none for samples.
 */
export const queueApprovalLetters = async (
  tx: Tx,
  approvalId: string,
  letters: readonly Letter[],
  { escalated = false } = {},
): Promise<void> => {
  const row = letters.length > 0 ? await load(tx, approvalId, letters) : undefined;
  if (!row) return;
  const { title, message, fields: facts, workflow, tenant, timeZone, runId } = row;
  const paragraphs = message.split(/\n{2,}/).map((part) => part.trim());
  const props = {
    title,
    paragraphs: paragraphs.filter((part) => part !== ""),
    facts,
    workflow,
    tenant,
    otherwise: row.onDeadline,
  };
  for (const { approverId, to, url } of letters) {
    const locale = row.locales[to] ?? "en";
    const times = {
      deadline: instant(row.deadline, timeZone, locale),
      ...(escalated && { openSince: instant(row.createdAt, timeZone, locale) }),
    };
    await queueMail(tx, {
      key: `approval/${approvalId}/${approverId}`,
      template: "approval-request",
      to,
      runId,
      props: { ...props, ...times, url, locale },
    });
  }
};
