import { readFileSync } from "node:fs";
import postgres from "postgres";
import { openShop } from "../support/shop.ts";
import { benchTenant, type Section } from "./bench.ts";

const ITEMS = 10_000;
const WARM_UP = 2_500;

/** Resident memory of a process, MB; what it holds now, not the most it ever held. */
const memoryMb = (pid: number | undefined): number => {
  const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Number(line?.[1] ?? Number.NaN) / 1024;
};

const definition = (url: string) => ({
  schemaVersion: 1,
  name: "Tell each",
  trigger: { type: "webhook", provider: "shopify", topic: "orders/create" },
  steps: [
    {
      id: "each",
      type: "for-each",
      with: { items: "trigger.body.items", concurrency: 20 },
      steps: [
        {
          id: "tell",
          type: "http.request",
          with: { method: "POST", url, json: { id: "{{ item }}", index: "{{ index }}" } },
        },
      ],
    },
  ],
});

/** A for-each whose body calls another system, over 10,000 items: seconds, calls, and what the app's memory grows by. */
export const foreachFigures: Section = async ({ stack, capture, say, ...rest }) => {
  const sql = postgres(stack.urls.database, { max: 1 });
  try {
    const tenant = await benchTenant({ stack, capture, say, ...rest });
    const shop = await openShop(tenant, definition(capture.url));
    const run = async (count: number) => {
      const items = Array.from({ length: count }, (_, index) => `item-${index}`);
      const { path, headers, body } = shop.delivery(undefined, { items });
      const started = performance.now();
      const { status } = await fetch(`${stack.urls.app}${path}`, { method: "POST", headers, body });
      if (status !== 202) throw new Error(`the delivery was answered ${status}`);
      let most = 0;
      for (;;) {
        const [row] = await sql`select status, error from public.runs
          where workflow_id = ${shop.workflowId} and ended_at is null limit 1`;
        most = Math.max(most, memoryMb(stack.pids().app));
        const [done] = await sql`select count(*)::int as n from public.runs
          where workflow_id = ${shop.workflowId} and ended_at is not null`;
        if (!row && done?.n > ended) break;
        if (performance.now() - started > 300_000) throw new Error("not done in five minutes");
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      ended += 1;
      return { seconds: (performance.now() - started) / 1000, most };
    };
    let ended = 0;
    // A process that has just started has not the memory yet that it works with; flat is what many items add to a few.
    await run(WARM_UP);
    const before = memoryMb(stack.pids().app);
    capture.requests.length = 0;
    const { seconds, most } = await run(ITEMS);
    const calls = capture.requests.length;
    capture.requests.length = 0;
    const [row] = await sql`select count(*)::int as n from public.run_items i join public.runs r
      on r.tenant_id = i.tenant_id and r.id = i.run_id where r.workflow_id = ${shop.workflowId} and i.status <> 'succeeded'`;
    say(
      `for each of ${ITEMS}: ${seconds.toFixed(1)} s, ${calls} calls, ${(most - before).toFixed(0)} MB more`,
    );
    return [
      { id: "runs.foreach.10k.seconds", value: seconds, unit: "s", aim: "<= 60" },
      { id: "runs.foreach.10k.calls", value: calls, unit: "calls", aim: `= ${ITEMS}` },
      { id: "runs.foreach.10k.undone", value: row?.n ?? Number.NaN, unit: "items", aim: "= 0" },
      { id: "runs.foreach.10k.growth", value: most - before, unit: "MB", aim: "<= 100" },
    ];
  } finally {
    await sql.end();
  }
};
