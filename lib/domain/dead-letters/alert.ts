import { sql } from "kysely";
import { env } from "@/lib/core/env";
import { hintOf } from "@/lib/domain/dead-letters/hint";
import type { Tx } from "@/lib/infra/db/as-tenant";

/** What admins are told of the first failure of a cause; the same cause and time make the same key. `details` is for the mail. */
export type FailureAlert = {
  key: string;
  title: string;
  body: string;
  /** A path of the app. */
  link: string;
  details: {
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
        where v.workflow_id = l.workflow_id and v.version = l.version and s ->> 'id' = l.step_id), l.step_id) as step
    from public.dead_letters told
    join public.dead_letter_alerts a on a.fingerprint = told.fingerprint
    join public.dead_letters l on l.fingerprint = told.fingerprint and l.state = 'open'
    join public.tenants t on t.id = l.tenant_id and not t.is_demo
    where told.id = ${letterId} order by l.id = told.id desc, l.id desc limit 1`.execute(tx);
  return rows[0];
};

/**
 * What is to be told of a group's first failure; undefined when nothing of the group is open any more, or the tenant is a
 * sample. Times are in the tenant's zone. For workers.
 */
export const failureAlert = async (tx: Tx, letterId: string): Promise<FailureAlert | undefined> => {
  const row = await load(tx, letterId);
  if (!row) return undefined;
  const { group, runId, toldAt, workflowName: workflow, tenant } = row;
  const step = row.step ?? "";
  const why = row.message.slice(0, 500) || row.code;
  const remedy = hintOf(row.code);
  const link = `/dead-letters/${group}`;
  const failedAt = inZone(row.failedAt, row.timeZone);
  const url = `${env().APP_URL}${link}`;
  return {
    key: `failure/${group}/${toldAt.toISOString()}`,
    title: `${workflow} failed`,
    body: step ? `${step}: ${why}` : why,
    link,
    details: { workflow, tenant, step, failedAt, why, remedy, runId, url },
  };
};
