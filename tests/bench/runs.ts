import postgres from "postgres";
import { openShop, threeSteps } from "../support/shop.ts";
import { type Bench, benchTenant, type Section } from "./bench.ts";
import { load, type Shot } from "./load.ts";
import type { Figure } from "./report.ts";

const AIMS: Record<number, { rate?: string }> = { 10: { rate: ">= 100" }, 50: { rate: ">= 100" } };

/** Sends `count` deliveries with at most `inFlight` unfinished runs and waits until all are finished. */
const drive = async (
  { stack }: Bench,
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
  const agent = { sent: 0, done: 0 };
  const url = new URL(stack.urls.app);
  const send = async () => {
    const { method, path, headers, body } = next();
    await fetch(new URL(path, url), { method, headers, ...(body !== undefined && { body }) }).then(
      (response) => response.arrayBuffer(),
    );
  };
  while (agent.done < count) {
    const room = Math.min(inFlight - (agent.sent - agent.done), count - agent.sent);
    await Promise.all(Array.from({ length: room }, send));
    agent.sent += room;
    agent.done = agent.sent - (await unfinished());
    if (performance.now() - started > 120_000)
      throw new Error(`only ${agent.done} of ${count} runs finished in two minutes`);
    if (room === 0) await new Promise((resolve) => setTimeout(resolve, 3));
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
      200,
    );
    for (const inFlight of [1, 10, 50]) {
      const shop = await openShop(tenant, threeSteps(bench.capture.url));
      const rate = await drive(
        bench,
        sql,
        shop.workflowId,
        () => ({ method: "POST", ...shop.delivery() }),
        inFlight,
        inFlight === 1 ? 200 : 1000,
      );
      const { p, failed } = await latencies(sql, shop.workflowId);
      bench.say(`runs, ${inFlight} in flight: ${rate.toFixed(0)}/s, ${failed} failed`);
      const id = (stat: string) => `runs.three-steps.f${inFlight}.${stat}`;
      figures.push(
        {
          id: id("rate"),
          value: rate,
          unit: "/s",
          ...(AIMS[inFlight]?.rate && { aim: AIMS[inFlight].rate }),
        },
        { id: id("p50"), value: p[0] ?? Number.NaN, unit: "ms" },
        { id: id("p95"), value: p[1] ?? Number.NaN, unit: "ms" },
        { id: id("p99"), value: p[2] ?? Number.NaN, unit: "ms" },
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
