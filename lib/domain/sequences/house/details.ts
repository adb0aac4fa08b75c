import { sql } from "kysely";
import type { Tx } from "@/lib/infra/db/as-tenant";

/** How long a trial lasts, from the day the company was founded. */
export const TRIAL_DAYS = 14;

/** A date in words, by language. */
type Words = { en: string; de: string };

const wordsOf = (at: Date, options: Intl.DateTimeFormatOptions): Words => {
  const write = (locale: string) =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" }).format(at);
  return { en: write("en-GB"), de: write("de-DE") };
};

/** The day (UTC) on which the transaction's company's trial ends; null when it is on a plan. */
export const readTrial = async (tx: Tx): Promise<{ endsOn: Words } | null> => {
  const { rows } = await sql<{ endsOn: Date }>`
    select created_at + make_interval(days => ${TRIAL_DAYS}) as ends_on from public.tenants
    where id = (select app.tenant_id()) and plan = 'trial'`.execute(tx);
  const [row] = rows;
  return row
    ? { endsOn: wordsOf(row.endsOn, { day: "numeric", month: "long", year: "numeric" }) }
    : null;
};

export type Failing = { workflowId: string; workflowName: string; message: string };

type Cause = { cause: string; lastSuccess: string | null };

/**
 * Which workflow of the transaction's company a dead letter is about, and what it says; null when it is gone. `key` is the same
 * for the same cause until the workflow succeeds again.
 */
export const readFailing = async (
  tx: Tx,
  letterId: string,
): Promise<{ failing: Failing; key: string } | null> => {
  const { rows } = await sql<Failing & Cause>`
    select l.workflow_id, l.workflow_name, left(l.message, 300) as message, l.fingerprint as cause,
      (select r.id from public.runs r where r.workflow_id = l.workflow_id and r.status = 'succeeded' order by r.id desc limit 1) as last_success
    from public.dead_letters l where l.id = ${letterId}::uuid`.execute(tx);
  const [row] = rows;
  if (!row) return null;
  const { cause, lastSuccess, ...failing } = row;
  return { failing, key: `failing/${failing.workflowId}/${cause}/${lastSuccess ?? "never"}` };
};

/** A month in numbers; sample runs are left out. `successRate` is of the runs that ended well or badly. */
export type Month = {
  month: Words;
  runs: number;
  failed: number;
  successRate: string;
  deliveries: number;
  steps: number;
  busiest: string;
};

type Counts = Omit<Month, "month" | "successRate"> & { succeeded: number };

/** Counts a month (`YYYY-MM`, UTC) of the transaction's company. */
export const readMonth = async (tx: Tx, month: string): Promise<Month> => {
  const { rows } = await sql<Counts>`
    with span as (select app.uuidv7_floor(${`${month}-01T00:00:00Z`}::timestamptz) as low,
      app.uuidv7_floor((${`${month}-01`}::date + interval '1 month') at time zone 'UTC') as high),
    run as (select r.status, r.steps_done, r.workflow_id, r.workflow_name from public.runs r, span
      where r.id >= span.low and r.id < span.high and not r.is_demo)
    select count(*)::int as runs, count(*) filter (where status = 'failed')::int as failed,
      count(*) filter (where status = 'succeeded')::int as succeeded, coalesce(sum(steps_done), 0)::int as steps,
      (select count(*)::int from public.deliveries d, span where d.id >= span.low and d.id < span.high) as deliveries,
      coalesce((select max(workflow_name) from run group by workflow_id order by count(*) desc limit 1), '') as busiest
    from run`.execute(tx);
  const { succeeded = 0, ...counts } =
    rows[0] ?? ({ runs: 0, failed: 0, deliveries: 0, steps: 0, busiest: "" } as Counts);
  const ended = succeeded + counts.failed;
  return {
    ...counts,
    month: wordsOf(new Date(`${month}-01T00:00:00Z`), { month: "long", year: "numeric" }),
    // Rounded down: what failed shows.
    successRate: ended === 0 ? "–" : `${Math.floor((succeeded / ended) * 100)} %`,
  };
};
