import { sql } from "kysely";
import type { News } from "@/lib/domain/notifications/notify";
import type { Tx } from "@/lib/infra/db/as-tenant";

const ADMINS = { role: "admin" } as const;

/** A published trigger cannot start its workflow; undefined when it can again, or for samples. Once each time it breaks. */
export const brokenTrigger = async (tx: Tx, workflowId: string): Promise<News | undefined> => {
  const { rows } = await sql<{ name: string; message: string; since: Date }>`
    select w.name, p.problem ->> 'message' as message, p.problem_since as since
    from public.probes p join public.workflows w on w.tenant_id = p.tenant_id and w.id = p.workflow_id
    where p.workflow_id = ${workflowId} and p.problem is not null and w.status = 'live' and w.live_version = p.version and not w.is_demo`.execute(
    tx,
  );
  const [row] = rows;
  return (
    row && {
      kind: "trigger.broken",
      key: `trigger/${workflowId}/${row.since.toISOString()}`,
      to: ADMINS,
      title: `${row.name} is not live`,
      body: row.message,
      link: `/workflows/${workflowId}`,
    }
  );
};

/** A run started late, or a schedule's time was missed. `scheduledAt` is the instant it was planned for. */
export const lateSchedule = async (
  tx: Tx,
  { workflowId, scheduledAt, missed }: { workflowId: string; scheduledAt: string; missed: number },
): Promise<News | undefined> => {
  const { rows } = await sql<{ name: string; timeZone: string }>`
    select w.name, s.time_zone from public.workflows w join public.schedules s on s.tenant_id = w.tenant_id and s.workflow_id = w.id
    where w.id = ${workflowId} and not w.is_demo`.execute(tx);
  const [row] = rows;
  if (!row) return undefined;
  const at = new Intl.DateTimeFormat("en-GB", {
    dateStyle: "medium",
    timeStyle: "short",
    timeZone: row.timeZone,
  }).format(new Date(scheduledAt));
  const times = missed === 1 ? "One time was" : `${missed} times were`;
  return {
    kind: "schedule.late",
    key: `schedule/${workflowId}/${scheduledAt}`,
    to: ADMINS,
    title: missed > 0 ? `${row.name} missed a scheduled time` : `${row.name} started late`,
    body: `It was planned for ${at} (${row.timeZone}).${missed > 0 ? ` ${times} missed while nothing could start it.` : ""}`,
    link: `/workflows/${workflowId}`,
  };
};

/** Somebody accepted an invitation; undefined when he has left again. He is not told himself. */
export const joinedMember = async (
  tx: Tx,
  { userId, invitationId }: { userId: string; invitationId: string },
): Promise<News | undefined> => {
  const { rows } = await sql<{ name: string; email: string; role: string }>`
    select p.full_name as name, p.email, m.role from public.memberships m join public.profiles p on p.user_id = m.user_id
    where m.user_id = ${userId}`.execute(tx);
  const [row] = rows;
  return (
    row && {
      kind: "member.joined",
      key: `member/${userId}/${invitationId}`,
      to: ADMINS,
      except: userId,
      title: `${row.name || row.email} joined`,
      body: `${row.email} accepted an invitation and is a member with the role ${row.role}.`,
      link: "/settings/members",
    }
  );
};

/** A person did everything on the list of first steps. */
export const finishedSetUp = async (_: Tx, userId: string): Promise<News> => ({
  kind: "onboarding.completed",
  key: `onboarding/${userId}`,
  to: { people: [userId] },
  title: "You are set up",
  body: "Everything on your list of first steps is done. From here on your workflows do the work.",
  link: "/workflows",
});

/** A question nobody has decided goes on to further people, who are told by address; undefined when it is decided. */
export const escalatedQuestion = async (
  tx: Tx,
  approvalId: string,
  emails: readonly string[],
): Promise<News | undefined> => {
  const { rows } = await sql<{ title: string; workflowName: string }>`
    select title, workflow_name from public.approvals where id = ${approvalId} and status = 'pending'`.execute(
    tx,
  );
  const [row] = rows;
  return (
    row && {
      kind: "approval.waiting",
      key: `approval/${approvalId}/escalated`,
      to: { emails },
      title: row.title,
      body: `Nobody has answered ${row.workflowName} so far, so the question goes on to you.`,
      link: `/approvals/${approvalId}`,
    }
  );
};
