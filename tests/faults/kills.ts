import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import type { Figure } from "../bench/report.ts";
import { startCapture } from "../support/capture.ts";
import { type LiveStack, startLiveStack } from "../support/live-stack.ts";
import { newLiveTenant } from "../support/live-tenant.ts";
import { openShop, type Shop } from "../support/shop.ts";
import { random } from "./random.ts";

type Dose = { seed: number; deliveries: number; kills: number; say: (line: string) => void };

/** Two effects outside, a mail and a request, so that both ledgers are exercised. */
const twoEffects = (url: string) => ({
  schemaVersion: 1,
  name: "Kill me",
  trigger: { type: "webhook", provider: "shopify", topic: "orders/create" },
  steps: [
    { id: "check", type: "condition", with: { if: "decimal(trigger.body.total_price) > 0.0" } },
    {
      id: "tell",
      type: "http.request",
      needs: ["check"],
      retry: { maxAttempts: 15, backoff: "fixed", initialMs: 1000 },
      with: { method: "POST", url, json: { order: "{{ trigger.body.name }}" } },
    },
    {
      id: "mail",
      type: "email.send",
      needs: ["tell"],
      retry: { maxAttempts: 15, backoff: "fixed", initialMs: 1000 },
      with: {
        to: "team@acme.example",
        subject: "Order {{ trigger.body.name }}",
        text: "An order arrived.",
      },
    },
  ],
});

/** A sender that behaves like a shop: it repeats a delivery under its id until it is accepted. */
const deliver = async (stack: LiveStack, shop: Shop, n: number): Promise<string> => {
  const { path, headers, body } = shop.delivery(`delivery-${n}`);
  for (let attempt = 1; attempt < 200; attempt++) {
    try {
      const response = await fetch(new URL(path, stack.urls.app), {
        method: "POST",
        headers,
        body,
        signal: AbortSignal.timeout(10_000),
      });
      if (response.status === 202 || response.status === 200)
        return ((await response.json()) as { deliveryId: string }).deliveryId;
      await response.arrayBuffer();
    } catch {
      // Connection refused or cut: the part was just killed.
    }
    await sleep(100);
  }
  throw new Error(`delivery ${n} was never accepted`);
};

const killAtRandom = async (stack: LiveStack, { seed, kills, say }: Dose, done: () => boolean) => {
  const next = random(seed);
  const names = ["app", "engine", "postgres"] as const;
  const count = { app: 0, engine: 0, postgres: 0 };
  for (let i = 0; i < kills && !done(); i++) {
    const name = names[i % names.length] ?? "app";
    await sleep(300 + next() * 1200);
    const pid = stack.pids()[name];
    if (pid === undefined) continue;
    try {
      process.kill(pid, "SIGKILL");
      count[name] += 1;
    } catch {
      // It is being restarted from the last kill.
    }
  }
  say(`killed -9: ${JSON.stringify(count)}`);
  return count;
};

/** Waits until every run has ended and every mail was handed to the provider, at most five minutes. */
const settle = async (sql: postgres.Sql, workflowId: string, wanted: number) => {
  const deadline = Date.now() + 300_000;
  const open = () =>
    sql`select ${wanted}::int - count(*) filter (where r.ended_at is not null) +
        (select count(*) from public.mails m where m.status in ('queued', 'claimed')) as n
      from public.runs r where r.workflow_id = ${workflowId}`.then(
      ([row]) => Number(row?.n),
      () => Number.NaN,
    );
  while ((await open()) !== 0 && Date.now() < deadline) await sleep(250);
};

/**
 * Sends deliveries while app, engine and Postgres are killed with -9 in turn, then compares three ledgers: what the
 * sender was acknowledged, what the database holds, what the other company and the mailbox received by key.
 */
export const killEverything = async (dose: Dose): Promise<Figure[]> => {
  const capture = await startCapture();
  const stack = await startLiveStack({ outboundAllow: capture.host });
  const sql = postgres(stack.urls.database, { max: 1, idle_timeout: 1, onnotice: () => {} });
  try {
    const access = {
      appUrl: stack.urls.app,
      supabaseUrl: stack.urls.supabase,
      publishableKey: stack.secrets.publishableKey,
      secretKey: stack.secrets.secretKey,
    };
    const shop = await openShop(await newLiveTenant(access), twoEffects(capture.url));
    let finished = false;
    const killing = killAtRandom(stack, dose, () => finished);
    const acknowledged: string[] = [];
    const sender = async (first: number) => {
      for (let n = first; n < dose.deliveries; n += 4) {
        acknowledged.push(await deliver(stack, shop, n));
        await sleep(60);
      }
    };
    await Promise.all([0, 1, 2, 3].map(sender));
    const killed = await killing;
    finished = true;
    await settle(sql, shop.workflowId, dose.deliveries);
    return await compare(stack, sql, shop, capture.requests, acknowledged, killed);
  } finally {
    await sql.end({ timeout: 1 });
    await stack.stop();
    await capture.close();
  }
};

const compare = async (
  stack: LiveStack,
  sql: postgres.Sql,
  shop: Shop,
  requests: { headers: Record<string, unknown> }[],
  acknowledged: string[],
  killed: Record<string, number>,
): Promise<Figure[]> => {
  const runs =
    await sql`select d.id as delivery, r.id as run, r.status from public.deliveries d left join public.runs r on r.tenant_id = d.tenant_id and r.id = d.run_id where d.workflow_id = ${shop.workflowId}`;
  const [extra] =
    await sql`select count(*)::int as n from public.runs where workflow_id = ${shop.workflowId}`;
  const effects =
    await sql`select key, count(*)::int as n from public.effects e join public.runs r on r.tenant_id = e.tenant_id and r.id = e.run_id where r.workflow_id = ${shop.workflowId} and e.done_at is not null group by key`;
  const keys = requests.map(({ headers }) => String(headers["idempotency-key"] ?? ""));
  const distinct = new Set(keys);
  const inbox = (await (
    await fetch(`${stack.urls.mailbox}/api/messages?to=team@acme.example&limit=200`)
  ).json()) as { data: unknown[] };
  const stored = new Set(runs.map(({ delivery }) => delivery as string));
  const wanted = new Set(acknowledged).size;
  const finished = runs.filter(({ status }) => status === "succeeded").length;
  return [
    { id: "faults.kills.app", value: killed.app ?? 0, unit: "kills" },
    { id: "faults.kills.engine", value: killed.engine ?? 0, unit: "kills" },
    { id: "faults.kills.postgres", value: killed.postgres ?? 0, unit: "kills" },
    { id: "faults.deliveries.accepted", value: wanted, unit: "rows" },
    {
      id: "faults.deliveries.lost",
      value: acknowledged.filter((id) => !stored.has(id)).length,
      unit: "rows",
      aim: "= 0",
    },
    { id: "faults.runs.doubled", value: (extra?.n ?? 0) - wanted, unit: "runs", aim: "= 0" },
    { id: "faults.runs.unfinished", value: wanted - finished, unit: "runs", aim: "= 0" },
    {
      id: "faults.http.keyless",
      value: keys.filter((key) => key === "").length,
      unit: "requests",
      aim: "= 0",
    },
    {
      id: "faults.http.lost",
      value: Math.max(0, wanted - distinct.size),
      unit: "effects",
      aim: "= 0",
    },
    {
      id: "faults.http.doubled",
      value: Math.max(0, distinct.size - wanted),
      unit: "effects",
      aim: "= 0",
    },
    { id: "faults.http.repeated", value: keys.length - distinct.size, unit: "requests" },
    {
      id: "faults.ledger.doubled",
      value: effects.filter(({ n }) => n !== 1).length,
      unit: "rows",
      aim: "= 0",
    },
    {
      id: "faults.mail.lost",
      value: Math.max(0, wanted - inbox.data.length),
      unit: "mails",
      aim: "= 0",
    },
    {
      id: "faults.mail.doubled",
      value: Math.max(0, inbox.data.length - wanted),
      unit: "mails",
      aim: "= 0",
    },
  ];
};
