import { Agent } from "node:http";
import postgres from "postgres";
import { openShop, threeSteps } from "../support/shop.ts";
import { type Bench, benchTenant, type Section } from "./bench.ts";
import { load, type Shot, shoot } from "./load.ts";
import type { Figure } from "./report.ts";

const AIMS: Record<number, Record<string, string>> = {
  10: { rate: ">= 250", p95: "<= 60" },
  50: { rate: ">= 100" },
};

/** So many runs first: a process that has just started is half as fast as one at work, and after 1,500 still by a third slower. */
const WARM_UP = 4000;

/** Between two looks at what is unfinished: looking oftener takes more from the runs than a run waits for its place. */
const PAUSE_MS = 1;

/** Sends `count` deliveries, a new one as soon as fewer than `inFlight` runs are unfinished, until all are finished. */
export const drive = async (
  { stack, capture }: Bench,
  sql: postgres.Sql,
  workflowId: string,
  next: () => Shot,
  inFlight: number,
  count: number,
) => {
  const started = performance.now();
  // Asked for by tenant and state, which an index answers: counting what is finished would soon cost more than the runs.
  const [{ tenant_id: tenantId } = {}] =
    await sql`select tenant_id from public.workflows where id = ${workflowId}`;
  const unfinished = async () =>
    Number(
      (
        await sql`select count(*) n from public.runs
          where tenant_id = ${tenantId} and status in ('queued', 'running', 'waiting')`
      )[0]?.n,
    );
  const origin = new URL(stack.urls.app);
  const agent = new Agent({ keepAlive: true });
  const send = async () => {
    const status = await shoot(agent, origin, next());
    if (status !== 202) throw new Error(`a delivery was answered ${status}`);
  };
  const callsBefore = capture.requests.length;
  let sent = 0;
  let unanswered = 0;
  let ended = 0;
  const failures: unknown[] = [];
  while (ended < count) {
    if (failures.length > 0) throw failures[0];
    // Read before the runs are counted: one that is stored and not answered yet is no ended one.
    const answered = sent - unanswered;
    // No run ends before its call outside, so nobody asks before one came.
    if (capture.requests.length - callsBefore > ended)
      ended = Math.max(ended, answered - (await unfinished()));
    for (; sent < count && sent - ended < inFlight; sent++) {
      unanswered++;
      send()
        .catch((error) => failures.push(error))
        .finally(() => unanswered--);
    }
    if (performance.now() - started > 120_000)
      throw new Error(`${count - ended} of ${count} runs were not finished in two minutes`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  return count / ((performance.now() - started) / 1000);
};

const latencies = async (sql: postgres.Sql, workflowId: string) => {
  const [row] =
    await sql`select percentile_cont(array[0.5, 0.95, 0.99]) within group (order by extract(epoch from ended_at - queued_at) * 1000) as p,
    count(*) filter (where status <> 'succeeded') as failed from public.runs where workflow_id = ${workflowId}`;
  return { p: (row?.p ?? []) as number[], failed: Number(row?.failed) };
};

/** Three-step runs, history saved: finished per second, and from the accepted delivery to the finished run. */
export const runFigures: Section = async (bench) => {
  const sql = postgres(bench.stack.urls.database, { max: 2 });
  const figures: Figure[] = [];
  try {
    const tenant = await benchTenant(bench);
    const warm = await openShop(tenant, threeSteps(bench.capture.url));
    await drive(
      bench,
      sql,
      warm.workflowId,
      () => ({ method: "POST", ...warm.delivery() }),
      10,
      WARM_UP,
    );
    for (const inFlight of [1, 10, 50]) {
      const shop = await openShop(tenant, threeSteps(bench.capture.url));
      const rate = await drive(
        bench,
        sql,
        shop.workflowId,
        () => ({ method: "POST", ...shop.delivery() }),
        inFlight,
        inFlight === 1 ? 300 : 2000,
      );
      const { p, failed } = await latencies(sql, shop.workflowId);
      bench.say(`runs, ${inFlight} in flight: ${rate.toFixed(0)}/s, ${failed} failed`);
      const id = (stat: string) => `runs.three-steps.f${inFlight}.${stat}`;
      figures.push(
        ...Object.entries({ rate, p50: p[0], p95: p[1], p99: p[2] }).map(
          ([stat, value = Number.NaN]): Figure => ({
            id: id(stat),
            value,
            unit: stat === "rate" ? "/s" : "ms",
            ...(AIMS[inFlight]?.[stat] && { aim: AIMS[inFlight][stat] }),
          }),
        ),
        { id: id("failed"), value: failed, unit: "runs", aim: "= 0" },
      );
    }
    // Open loop at full speed: what the whole machine finishes when senders do not wait.
    const flood = await openShop(tenant, threeSteps(bench.capture.url));
    const started = performance.now();
    const { count } = await load(
      bench.stack.urls.app,
      () => ({ method: "POST", ...flood.delivery() }),
      10,
      5,
    );
    for (;;) {
      const [row] =
        await sql`select count(*) n from public.runs where workflow_id = ${flood.workflowId} and ended_at is not null`;
      if (Number(row?.n) >= count || performance.now() - started > 120_000) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    figures.push({
      id: "runs.three-steps.flood.rate",
      value: count / ((performance.now() - started) / 1000),
      unit: "/s",
    });
    return figures;
  } finally {
    await sql.end();
  }
};
