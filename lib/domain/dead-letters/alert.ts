import { sql } from "kysely";
import { env } from "@/lib/core/env";
import { hintOf } from "@/lib/domain/dead-letters/hint";
import type { Tx } from "@/lib/infra/db/as-tenant";

/** A mail to one person about the first failure of a cause; the same cause and time make the same key. */
export type FailureAlert = {
  key: string;
  to: string;
  runId: string;
  props: {
    workflow: string;
    tenant: string;
    step: string;
    failedAt: string;
    why: string;
    remedy: string;
    runId: string;
    url: string;
  };
};

type Row = {
  group: string;
  code: string;
  message: string;
  runId: string;
  workflowName: string;
  step: string | null;
  failedAt: Date;
  tenant: string;
  timeZone: string;
  toldAt: Date;
  people: { userId: string; email: string }[];
};

const inZone = (at: Date, timeZone: string) =>
  new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
    timeZone,
  }).format(at);

// The letter of the event, or the newest of its cause when somebody has dealt with that one already.
const load = async (tx: Tx, letterId: string): Promise<Row | undefined> => {
  const { rows } = await sql<Row>`
    select l.fingerprint as "group", l.code, l.message, l.run_id, l.workflow_name, l.failed_at, t.name as tenant, t.time_zone, a.told_at,
      coalesce((select s ->> 'name' from public.workflow_versions v, jsonb_array_elements(v.definition -> 'steps') as s
        where v.workflow_id = l.workflow_id and v.version = l.version and s ->> 'id' = l.step_id), l.step_id) as step,
      (select coalesce(jsonb_agg(jsonb_build_object('userId', p.user_id, 'email', p.email) order by p.email), '[]')
        from public.memberships m join public.profiles p on p.user_id = m.user_id where m.role in ('admin', 'owner')) as people
    from public.dead_letters told
    join public.dead_letter_alerts a on a.fingerprint = told.fingerprint
    join public.dead_letters l on l.fingerprint = told.fingerprint and l.state = 'open'
    join public.tenants t on t.id = l.tenant_id and not t.is_demo
    where told.id = ${letterId} order by l.id = told.id desc, l.id desc limit 1`.execute(tx);
  return rows[0];
};

/**
 * The mails about a group's first failure, one for each admin and owner of the tenant; none when nothing of the group is
 * open any more. Times are in the tenant's zone. For workers.
 */
export const failureAlerts = async (tx: Tx, letterId: string): Promise<FailureAlert[]> => {
  const row = await load(tx, letterId);
  if (!row) return [];
  const { group, runId, people, toldAt } = row;
  const props = {
    workflow: row.workflowName,
    tenant: row.tenant,
    step: row.step ?? "",
    failedAt: inZone(row.failedAt, row.timeZone),
    why: row.message.slice(0, 500) || row.code,
    remedy: hintOf(row.code),
    runId,
    url: `${env().APP_URL}/dead-letters/${group}`,
  };
  return people.map(({ userId, email }) => ({
    key: `failure/${group}/${toldAt.toISOString()}/${userId}`,
    to: email,
    runId,
    props,
  }));
};
