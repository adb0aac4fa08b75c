import { type Kysely, sql } from "kysely";
import { TRIAL_DAYS } from "@/lib/domain/sequences/house/details";
import type { DB } from "@/lib/infra/db/types";

/** People hear of the end this long before it. */
const NOTICE_DAYS = 7;

const count = ({ rows }: { rows: unknown[] }) => rows.length;

/** Tells the houses of trials that end in a week, each once; how many. A day that was missed is made up for. */
export const tellTrials = async (db: Kysely<DB>, now: Date): Promise<number> =>
  count(
    await sql`
    insert into app.outbox (id, tenant_id, name, data)
    select app.uuidv7(), t.id, 'plans/trial.ending', jsonb_build_object('tenantId', t.id)
    from public.tenants t join public.products p on p.id = t.product_id and p.house_id <> t.id
    where t.plan = 'trial' and t.deleted_at is null and not t.is_demo
      and t.created_at > ${now}::timestamptz - make_interval(days => ${TRIAL_DAYS - 2})
      and t.created_at <= ${now}::timestamptz - make_interval(days => ${TRIAL_DAYS - NOTICE_DAYS})
      and not exists (select from public.enrolments e join public.sequences s on s.tenant_id = e.tenant_id and s.id = e.sequence_id
        where e.tenant_id = p.house_id and e.subject = t.id::text and s.built_in = 'trial-ending')
    returning id`.execute(db),
  );

/** Tells the houses of workflows whose failures were all dealt with, while people are still reminded of them; how many. */
export const tellRecovered = async (db: Kysely<DB>): Promise<number> =>
  count(
    await sql`
    with reminded as (
      select distinct split_part(e.subject, '/', 1)::uuid as tenant_id, split_part(e.subject, '/', 2)::uuid as workflow_id
      from public.sequences s join public.enrolments e on e.tenant_id = s.tenant_id and e.sequence_id = s.id
      where s.built_in = 'workflow-failing' and e.status in ('active', 'paused') and e.goal_at is null)
    insert into app.outbox (id, tenant_id, name, data)
    select app.uuidv7(), t.id, 'dead-letters/workflow.recovered', jsonb_build_object('tenantId', t.id, 'workflowId', r.workflow_id)
    from reminded r join public.tenants t on t.id = r.tenant_id
    where not exists (select from public.dead_letters l
      where l.tenant_id = r.tenant_id and l.workflow_id = r.workflow_id and l.state in ('open', 'redriving'))
    returning id`.execute(db),
  );

/** Tells the houses that the month before can be counted, on its first days, once for each company that had runs; how many. */
export const tellMonths = async (db: Kysely<DB>, now: Date): Promise<number> => {
  if (now.getUTCDate() > 3) return 0;
  const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1));
  const name = month.toISOString().slice(0, 7);
  return count(
    await sql`
    insert into app.outbox (id, tenant_id, name, data)
    select app.uuidv7(), t.id, 'metrics/month.counted', jsonb_build_object('tenantId', t.id, 'month', ${name}::text)
    from public.tenants t join public.products p on p.id = t.product_id and p.house_id <> t.id
    where t.deleted_at is null and not t.is_demo
      and exists (select from public.runs r where r.tenant_id = t.id and not r.is_demo
        and r.id >= app.uuidv7_floor(${month}::timestamptz) and r.id < app.uuidv7_floor(${month}::timestamptz + interval '1 month'))
      and not exists (select from public.enrolments e
        where e.tenant_id = p.house_id and e.subject = t.id::text and e.entry_key = ${`month/${name}/`} || t.id)
    returning id`.execute(db),
  );
};
