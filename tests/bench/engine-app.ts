import postgres from "postgres";
import { openShop } from "../support/shop.ts";
import { type Bench, benchTenant, type Section } from "./bench.ts";
import { treeCpuMs } from "./engine-rig.ts";
import { load } from "./load.ts";
import type { Figure } from "./report.ts";

const SECONDS = 8;
const SENDERS = 10;
const STEPS = 10;

/** Ten steps in a row, the last one an effect outside, so that nearly all the work is the run's own. */
const tenSteps = (url: string) => ({
  schemaVersion: 1,
  name: "Ten steps",
  trigger: { type: "webhook", provider: "shopify", topic: "orders/create" },
  steps: Array.from({ length: STEPS }, (_, i) => ({
    id: `s${i}`,
    ...(i > 0 && { needs: [`s${i - 1}`] }),
    ...(i === STEPS - 1
      ? { type: "http.request", with: { method: "POST", url, json: { n: i } } }
      : { type: "transform", with: { value: { id: "{{ trigger.body.id }}", n: i } } }),
  })),
});

/** Five short waits in a row: each is a step of the engine's own, and a request to go on after it. */
const fiveWaits = {
  schemaVersion: 1,
  name: "Five waits",
  trigger: { type: "webhook", provider: "shopify", topic: "orders/create" },
  steps: Array.from({ length: 5 }, (_, i) => ({
    id: `w${i}`,
    ...(i > 0 && { needs: [`w${i - 1}`] }),
    type: "delay",
    with: { for: "1s" },
  })),
};

type Numbers = Record<string, number>;

/** The engine's own counters, without the prefix they have in common. */
const metricsOf = async ({ stack }: Bench): Promise<Numbers> => {
  const response = await fetch(`${stack.urls.engine}/metrics`, {
    headers: { authorization: `Bearer ${stack.secrets.engineToken}` },
  });
  const lines = (await response.text()).split("\n").filter((line) => line && line[0] !== "#");
  return Object.fromEntries(
    lines
      .map((line) => line.replace("steward_engine_", "").split(" "))
      .map(([name, value]) => [name, Number(value)]),
  );
};

const PARTS = ["app", "engine", "postgres"] as const;

const cpuOf = ({ stack }: Bench): Numbers =>
  Object.fromEntries(PARTS.map((part) => [part, treeCpuMs(stack.pids()[part] ?? 0) ?? Number.NaN]));

/** All runs have ended: nothing is live any more, twice in a row, since a delivery's event may still be on its way. */
const drained = async (bench: Bench): Promise<void> => {
  for (let quiet = 0; quiet < 3; ) {
    const { runs = 0 } = await metricsOf(bench);
    quiet = runs === 0 ? quiet + 1 : 0;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
};

const minus = (after: Numbers, before: Numbers, name: string): number =>
  (after[name] ?? 0) - (before[name] ?? 0);

/** Steps of runs whose end is in the database for good. */
const recordedOf = async (sql: postgres.Sql, workflowId: string): Promise<number> => {
  const [row] = await sql`
    select count(*)::int as n from public.run_steps s join public.runs r on r.tenant_id = s.tenant_id and r.id = s.run_id
    where r.workflow_id = ${workflowId} and s.ended_at is not null`;
  return Number(row?.n);
};

const stateOf = async (bench: Bench, sql: postgres.Sql, workflowId: string) => ({
  metrics: await metricsOf(bench),
  cpu: cpuOf(bench),
  recorded: await recordedOf(sql, workflowId),
  at: performance.now(),
});

type State = Awaited<ReturnType<typeof stateOf>>;

/** Deliveries as fast as ten senders can, until all they started has ended. */
const flood = async (bench: Bench, sql: postgres.Sql, definition: object, seconds: number) => {
  const shop = await openShop(await benchTenant(bench), definition);
  const shot = () => ({ method: "POST", ...shop.delivery() });
  await load(bench.stack.urls.app, shot, 4, 2);
  await drained(bench);
  const before = await stateOf(bench, sql, shop.workflowId);
  const acks = await load(bench.stack.urls.app, shot, SENDERS, seconds);
  await drained(bench);
  const after = await stateOf(bench, sql, shop.workflowId);
  return { acks, before, after, seconds: (after.at - before.at) / 1000 };
};

/** Where the time of a run goes: sums over its requests, which overlap with those of others. */
const times = (before: State, after: State, runs: number): Figure[] => {
  const perRun = (name: string) => (minus(after.metrics, before.metrics, name) * 1000) / runs;
  const app = perRun("app_seconds_total");
  const parts = {
    queue: perRun("queue_seconds_total"),
    driver: perRun("request_seconds_total") - app,
    app,
    commit: perRun("commit_seconds_total"),
  };
  return Object.entries(parts).map(([part, value]) => ({
    id: `engine.steps.app.time.${part}`,
    value,
    unit: "ms/run",
  }));
};

/**
 * Durable steps through the real app, by signed deliveries. `rate` counts the steps of runs, which the app's own
 * journal makes durable within one step of the engine; `engine.rate` counts what the engine records itself, with
 * runs that wait again and again. Processor time is that of the whole processes, deliveries included.
 */
export const engineAppFigures: Section = async (bench) => {
  const sql = postgres(bench.stack.urls.database, { max: 1, onnotice: () => {} });
  try {
    const { url } = bench.capture;
    const { acks, before, after, seconds } = await flood(bench, sql, tenSteps(url), SECONDS);
    const steps = after.recorded - before.recorded;
    const waits = await flood(bench, sql, fiveWaits, SECONDS / 2);
    const engineSteps = minus(waits.after.metrics, waits.before.metrics, "steps_total");
    bench.say(`engine: ${acks.count} deliveries made ${steps} durable steps through the app`);
    return [
      { id: "engine.steps.app.rate", value: steps / seconds, unit: "steps/s", aim: ">= 600" },
      { id: "engine.steps.app.engine.rate", value: engineSteps / waits.seconds, unit: "steps/s" },
      { id: "engine.steps.app.ack.p50", value: acks.p50, unit: "ms" },
      { id: "engine.steps.app.ack.p99", value: acks.p99, unit: "ms" },
      { id: "engine.steps.app.ack.bad", value: acks.bad, unit: "answers", aim: "= 0" },
      ...times(before, after, acks.count),
      ...PARTS.filter((part) => Number.isFinite(after.cpu[part])).map(
        (part): Figure => ({
          id: `engine.steps.app.cpu.${part}.per-1000-runs`,
          value: (minus(after.cpu, before.cpu, part) * 1000) / acks.count,
          unit: "ms",
        }),
      ),
    ];
  } finally {
    await sql.end();
  }
};
