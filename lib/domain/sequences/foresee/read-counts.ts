import { sql } from "kysely";
import type { Tx } from "@/lib/infra/db/as-tenant";

/** People of one arm, held out or not, and what became of them. */
export type ArmCounts = {
  arm: string | null;
  isHeldOut: boolean;
  people: number;
  reached: number;
  unsubscribed: number;
  complained: number;
  sent: number;
};

export type StepCounts = {
  stepKey: string;
  sent: number;
  delivered: number;
  opened: number;
  clicked: number;
  bounced: number;
  complained: number;
  skipped: number;
  unknown: number;
  passed: number;
};

const SENT = ["accepted", "delivered", "bounced", "complained"];

/** People of a sequence by arm; of one version or of all (null). One query. */
export const countArms = async (
  tx: Tx,
  id: string,
  version: number | null,
): Promise<ArmCounts[]> => {
  const { rows } = await sql<ArmCounts>`
    with inside as (
      select e.id, e.arm, e.is_held_out, e.goal_at, e.reason from public.enrolments e
      where e.sequence_id = ${id}::uuid and (${version}::int is null or e.version = ${version}::int)),
    mailed as (
      select m.enrolment_id, count(*) filter (where m.status = any(${SENT}::text[])) as sent, bool_or(m.status = 'complained') as complained
      from public.mails m where m.enrolment_id in (select id from inside) group by 1)
    select i.arm, i.is_held_out, count(*)::int as people, count(i.goal_at)::int as reached,
      count(*) filter (where i.reason = 'unsubscribed')::int as unsubscribed,
      count(*) filter (where m.complained or i.reason = 'complained')::int as complained, coalesce(sum(m.sent), 0)::int as sent
    from inside i left join mailed m on m.enrolment_id = i.id group by 1, 2 order by 1, 2`.execute(
    tx,
  );
  return rows;
};

/** What became of each step's mail, and how often the step was passed over. One query. */
export const countSteps = async (
  tx: Tx,
  id: string,
  version: number | null,
): Promise<StepCounts[]> => {
  const { rows } = await sql<StepCounts>`
    with inside as (
      select e.id from public.enrolments e where e.sequence_id = ${id}::uuid and (${version}::int is null or e.version = ${version}::int)),
    mailed as (
      select step_key, count(*) filter (where status = any(${SENT}::text[])) as sent, count(*) filter (where status = 'delivered') as delivered,
        count(opened_at) as opened, count(clicked_at) as clicked, count(*) filter (where status = 'bounced') as bounced, count(*) filter (where status = 'complained') as complained,
        count(*) filter (where status = 'skipped') as skipped, count(*) filter (where status = 'unknown') as unknown
      from public.mails where enrolment_id in (select id from inside) group by 1),
    passed as (
      select step_key, count(*) as passed from public.enrolment_log
      where enrolment_id in (select id from inside) and what = 'pass' and step_key is not null group by 1)
    select coalesce(m.step_key, p.step_key) as step_key, coalesce(m.sent, 0)::int as sent, coalesce(m.delivered, 0)::int as delivered,
      coalesce(m.opened, 0)::int as opened, coalesce(m.clicked, 0)::int as clicked, coalesce(m.bounced, 0)::int as bounced, coalesce(m.complained, 0)::int as complained, coalesce(m.skipped, 0)::int as skipped,
      coalesce(m.unknown, 0)::int as unknown, coalesce(p.passed, 0)::int as passed
    from mailed m full join passed p on p.step_key = m.step_key`.execute(tx);
  return rows;
};
